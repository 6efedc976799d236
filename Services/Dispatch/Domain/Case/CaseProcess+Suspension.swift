import Foundation
import Messages
import Policy

/// Waiting for the customer, a court or a season: limits stand still until somebody looks at it again.
extension CaseProcess {
  /// - Parameter reviewAt: nil for the limit of the policy. While it is suspended, a new date is taken.
  func suspend(
    _ state: inout Case, _ cause: Suspension.Cause, reviewAt: Date?, now: Date
  ) throws(Rejected) -> [any Message] {
    guard state.state == .inProgress || state.state == .suspended else {
      throw self.wrongState(state, "only work in progress is suspended.")
    }
    if let reviewAt, reviewAt <= now { throw Rejected("reviewAt", .invalid, "The review lies in the future.") }
    let standard = self.rules.timer(.review, grade: state.grade, from: now)
    let review = reviewAt.map { self.rules.promise(.review, rule: .suspensionReview, from: now, dueAt: $0) } ?? standard
    let suspension = Suspension(
      cause: cause, since: state.course.suspension?.since ?? now, reviewAt: review?.dueAt ?? now)
    let isNew = state.state == .inProgress
    if !isNew, state.course.suspension == suspension { return [] }
    state.state = .suspended
    state.course.suspension = suspension
    let held = cause == .court ? self.holdByRule(&state, now: now) : []
    if isNew {
      for index in state.course.timers.indices { state.course.timers[index].pause(at: now) }
    }
    state.start(review)
    return (isNew ? [self.progressed(state, .suspended, now: now)] : []) + held
  }

  /// The limits go on with the working time that was left.
  func resume(_ state: inout Case, now: Date) throws(Rejected) -> [any Message] {
    guard state.state == .suspended else { throw self.wrongState(state, "only a suspended case is resumed.") }
    state.state = .inProgress
    self.letTimersGoOn(&state, now: now)
    return [self.progressed(state, .started, now: now)]
  }

  func letTimersGoOn(_ state: inout Case, now: Date) {
    state.course.suspension = nil
    state.meet(.review, at: now)
    for index in state.course.timers.indices {
      state.course.timers[index].resume(at: now, calendar: self.rules.calendar)
    }
  }
}
