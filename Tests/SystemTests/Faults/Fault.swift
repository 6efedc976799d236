import Foundation
import TestSupport
import Testing

/// A case of the fault catalogue: what breaks, while complaints pass through the five services.
struct Fault: Sendable, CustomTestStringConvertible {
  /// As the README's table names it.
  let name: String
  /// Also part of every run of the tests, not only of `deploy/check.sh --faults`.
  var isInShortForm = false
  /// Which servers it needs.
  var ground = Ground.shared
  /// Asked once the ground is there.
  var setup: @Sendable () throws -> FaultSetup = { FaultSetup() }
  /// Lets it loose and ends it.
  /// - Returns: what was seen of it, in words that complete the table's row; empty when there is nothing to add.
  let strike: @Sendable (FaultWorld) async throws -> String

  var testDescription: String { self.name }
}

extension Fault {
  static let catalogue: [Fault] =
    [.nothing] + services + broker + network + database + failover + deliveries + clock

  /// For comparison: what "seconds to recover" comes to when there is nothing to recover from.
  private static let nothing = Fault(name: "nothing, for comparison") { world in
    try await world.recover()
    return ""
  }

  /// The whole catalogue with `REDRESS_FAULTS=all`; otherwise its short form, or those whose names hold a given text.
  static var chosen: [Fault] {
    switch ProcessInfo.processInfo.environment["REDRESS_FAULTS"] {
    case nil, "": self.catalogue.filter(\.isInShortForm)
    case "all": self.catalogue
    case let text?: self.catalogue.filter { $0.name.contains(text) }
    }
  }
}
