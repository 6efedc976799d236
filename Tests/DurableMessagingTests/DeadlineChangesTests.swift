import Foundation
import Testing

@testable import DurableMessaging

@Suite("DeadlineChanges")
struct DeadlineChangesTests {
  private func deadline(_ subject: String, _ name: String, at seconds: Double) -> Deadline {
    Deadline(subject: subject, name: name, dueAt: Date(timeIntervalSince1970: seconds), payload: Array("{}".utf8))
  }

  @Test("Of several changes to one deadline the last counts")
  func lastCounts() {
    var changes = DeadlineChanges()
    var first = Effects()
    first.setDeadline(self.deadline("a", "reply", at: 1))
    first.setDeadline(self.deadline("b", "reply", at: 1))
    changes.add(first, correlationID: "one")
    var second = Effects()
    second.cancelDeadline("reply", of: "a")
    second.setDeadline(self.deadline("b", "reply", at: 2))
    changes.add(second, correlationID: "two")
    #expect(changes.toCancel == [DeadlineKey(subject: "a", name: "reply")])
    #expect(changes.toSet.map(\.deadline.dueAt.timeIntervalSince1970) == [2])
    #expect(changes.toSet.map(\.correlationID) == ["two"])
  }

  @Test("Cancelled and then set again within one input, it is set")
  func cancelThenSet() {
    var effects = Effects()
    effects.cancelDeadline("reply", of: "a")
    effects.setDeadline(self.deadline("a", "reply", at: 3))
    var changes = DeadlineChanges()
    changes.add(effects, correlationID: nil)
    #expect(changes.toCancel.isEmpty)
    #expect(changes.toSet.count == 1)
  }

  @Test("Changes come in the order of their keys, in which rows are locked")
  func order() {
    var effects = Effects()
    for subject in ["c", "a", "b"] {
      effects.setDeadline(self.deadline(subject, "x", at: 1))
      effects.cancelDeadline("y", of: subject)
    }
    var changes = DeadlineChanges()
    changes.add(effects, correlationID: nil)
    #expect(changes.toSet.map(\.deadline.subject) == ["a", "b", "c"])
    #expect(changes.toCancel.map(\.subject) == ["a", "b", "c"])
  }
}
