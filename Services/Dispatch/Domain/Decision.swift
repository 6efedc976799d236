package import Foundation
package import Messages

/// What follows from an input to the process of a case, beside the new state.
package struct Decision: Sendable {
  package init() {}

  package private(set) var limitsToSet: [(deadline: CaseDeadline, dueAt: Date)] = []
  package private(set) var limitsToCancel: [CaseDeadline] = []
  package internal(set) var events: [any Message] = []

  /// The repeated input, or one that came too late to matter.
  static let nothing = Decision()

  mutating func set(_ deadline: CaseDeadline, _ dueAt: Date) {
    self.limitsToSet.append((deadline, dueAt))
  }

  mutating func cancel(_ deadline: CaseDeadline) {
    self.limitsToCancel.append(deadline)
  }
}
