package import Testing

/// Gives every test of a suite, or one test, a virtual host of its own as ``TestBroker/current``, and removes it even when
/// the test throws.
package struct BrokerTrait: SuiteTrait, TestTrait, TestScoping {
  let definitions: Bool

  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await TestBroker.provide(definitions: definitions) { try await function() }
  }
}

extension Trait where Self == BrokerTrait {
  /// A virtual host with nothing in it; the administrator may do everything there.
  package static var broker: BrokerTrait { BrokerTrait(definitions: false) }

  /// With `definitions`, the exchanges, permissions and topic permissions of deploy/rabbitmq/definitions.json too.
  package static func broker(definitions: Bool) -> BrokerTrait { BrokerTrait(definitions: definitions) }
}
