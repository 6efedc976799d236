package import Foundation
package import Messages
import Policy

/// What changes around a case: its grade, and the project department.
extension CaseProcess {
  /// the shorter limit applies from that moment.
  package func regrade(
    _ state: inout Case, to grade: Grade, category: Messages.Category?, at regradedAt: Date
  ) -> [any Message] {
    guard state.state.isOpen, grade != state.grade || (category ?? state.category) != state.category else { return [] }
    state.grade = grade
    state.category = category ?? state.category
    for name in [CaseDeadline.reply, .assignment, .newPlan] {
      guard let running = state.timer(name), running.isRunning, running.appointment == nil,
        let shorter = self.rules.timer(name, grade: grade, from: regradedAt), shorter.dueAt < running.dueAt
      else { continue }
      state.start(shorter)
    }
    for name in [CaseDeadline.firstResponse, .leaderTold, .upwardReport] where state.timer(name) == nil {
      // Whoever has the plan has been spoken to.
      if name == .firstResponse, state.repliedAt != nil { continue }
      state.start(self.rules.timer(name, grade: grade, from: regradedAt))
    }
    return []
  }

  /// number, state, history and limits stay; customer service answers from now on.
  package func handOver(_ state: inout Case, now: Date) -> [any Message] {
    guard self.isHandedOver(state) else { return [] }
    state.course.handedOverFrom = state.unit
    state.course.handedOverAt = now
    state.unit = .customerService
    return [self.progressed(state, .handedOver, now: now)]
  }

  /// An open quality case of the project department.
  package func isHandedOver(_ state: Case) -> Bool {
    state.state.isOpen && state.category == .engineeringQuality && state.unit == .projectDepartment
  }
}
