package import Testing

/// Gives a suite a broker and a database that nobody else uses, as ``PrivateServers/current``: for tests that kill them.
/// All tests of the suite share them; the traits `.broker` and `.database` make their worlds there.
package struct PrivateServersTrait: SuiteTrait, TestScoping {
  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await PrivateServers.provide("suite") { try await function() }
  }
}

extension Trait where Self == PrivateServersTrait {
  /// Takes ten seconds, once for the suite.
  package static var privateServers: PrivateServersTrait { PrivateServersTrait() }
}
