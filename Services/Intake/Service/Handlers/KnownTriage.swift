import IntakeDomain
import Synchronization

/// The rules of grading that a process has read: they change a few times a year, and reading them for every batch would
/// cost more than registering does. Which version is in force is asked with every batch, so none is graded by an old one.
package final class KnownTriage: Sendable {
  private let rules = Mutex(TriageRules.none)

  package init() {}

  var current: TriageRules { self.rules.withLock { $0 } }

  func learn(_ rules: TriageRules) {
    self.rules.withLock { $0 = rules }
  }
}
