import Foundation
import Messages
import Policy

/// What the customer is told, and by when.
extension CaseProcess {
  /// The unit has answered the customer with a plan; in rework with a new one.
  func reply(_ state: inout Case, _ plan: CasePlan, now: Date) throws(Rejected) -> [any Message] {
    let owesReply = state.repliedAt == nil && (state.state == .assigned || state.state == .inProgress)
    guard let unit = state.unit, owesReply || state.state == .rework else {
      throw self.wrongState(state, "a reply is owed by the unit that a case was assigned to, and after rework began.")
    }
    try self.check(plan, now: now)
    let isRework = state.state == .rework
    if isRework || state.state == .inProgress {
      state.state = .inProgress
    } else {
      state.state = .planned
    }
    state.meet(.reply, .firstResponse, .newPlan, at: now)
    self.promise(plan, in: &state, now: now)
    var events: [any Message] = []
    if state.repliedAt == nil {
      state.repliedAt = now
      events.append(CaseReplied(complaint: state.number, unit: unit, repliedAt: now))
    }
    if isRework { events.append(self.progressed(state, .started, now: now)) }
    return events
  }

  private func check(_ plan: CasePlan, now: Date) throws(Rejected) {
    var faults: [Fault] = []
    if plan.isComplex, plan.stages.isEmpty {
      faults.append(Fault("stages", .missing, "A complex complaint needs the dates of its main stages (R-056)."))
    }
    var previous = now
    for (index, stage) in plan.stages.enumerated() {
      if stage.dueAt <= previous {
        faults.append(Fault("stages[\(index)].dueAt", .invalid, "Must be later than now and than the stage before."))
      }
      previous = max(previous, stage.dueAt)
    }
    if let completeBy = plan.completeBy, completeBy < previous {
      faults.append(Fault("completeBy", .invalid, "Must be later than now and than every stage."))
    }
    guard faults.isEmpty else { throw Rejected(faults) }
  }

  /// Each date that the customer is told is a limit.
  private func promise(_ plan: CasePlan, in state: inout Case, now: Date) {
    self.dropPlan(&state, now: now)
    state.course.stages = plan.stages
    for (index, stage) in plan.stages.enumerated() {
      state.start(self.rules.promise(.stage(index + 1), rule: .reply, from: now, dueAt: stage.dueAt))
    }
    if let completeBy = plan.completeBy {
      state.start(self.rules.promise(.handling, rule: .handling, from: now, dueAt: completeBy))
    } else {
      state.start(self.handlingTimer(state, now: now))
    }
  }

  /// What the customer was told binds nobody any more.
  func dropPlan(_ state: inout Case, now: Date) {
    for number in state.course.stages.indices { state.drop(.stage(number + 1), at: now) }
    state.course.stages = []
    state.drop(.handling, .newPlan, at: now)
  }

  /// where the plan names no date.
  private func handlingTimer(_ state: Case, now: Date) -> CaseTimer? {
    self.rules.timer(
      .handling, by: state.trade == nil ? nil : .handlingWithCommission, grade: state.grade, from: now)
  }

  /// A stage of the plan is done.
  func finishStage(_ state: inout Case, _ stage: Int, now: Date) throws(Rejected) -> [any Message] {
    guard state.course.stages.indices.contains(stage - 1) else {
      throw Rejected("stage", .notFound, "The plan has no such stage.")
    }
    guard state.course.stages[stage - 1].doneAt == nil, state.state.isOpen else {
      throw self.wrongState(state, "the stage is done already, or the case has ended.")
    }
    state.course.stages[stage - 1].doneAt = now
    state.meet(.stage(stage), at: now)
    return []
  }

  /// The work begins; a plan that is passed over needs a reason.
  func start(_ state: inout Case, reason: String?, now: Date) throws(Rejected) -> [any Message] {
    switch state.state {
    case .planned: break
    case .assigned: try self.skipPlan(&state, because: reason)
    default: throw self.wrongState(state, "work begins on a planned case.")
    }
    self.beginWork(&state, now: now)
    return [self.progressed(state, .started, now: now)]
  }

  func beginWork(_ state: inout Case, now: Date) {
    state.state = .inProgress
    state.startedAt = now
    if state.timer(.handling)?.endedAt != nil || state.timer(.handling) == nil {
      state.start(self.handlingTimer(state, now: now))
    }
  }

  func skipPlan(_ state: inout Case, because reason: String?) throws(Rejected) {
    guard let reason else {
      throw Rejected("reason", .missing, "The customer has no plan yet: passing over it needs a reason (R-067).")
    }
    state.skip(.plan, because: reason)
  }

  // MARK: - Steps with a limit of their own

  private static let reported: Set<CaseDeadline> = [.firstResponse, .leaderTold, .upwardReport, .handlingReport]

  /// First response, leader told, report upwards, handling report.
  func report(_ state: inout Case, _ step: CaseDeadline, now: Date) throws(Rejected) -> [any Message] {
    guard Self.reported.contains(step) else {
      throw Rejected("step", .unknownValue, "No such step is reported.")
    }
    guard let timer = state.timer(step), timer.endedAt == nil else {
      throw self.wrongState(state, "nobody owes this step.")
    }
    state.meet(step, at: now)
    return []
  }

  private static let appointable: Set<CaseDeadline> = [.firstResponse, .reply, .survey, .evaluation, .callback]

  /// A time agreed with the customer is the limit of the step; without one the standard limit is back.
  func appoint(
    _ state: inout Case, _ step: CaseDeadline, at time: Date?, now: Date
  ) throws(Rejected) -> [any Message] {
    guard Self.appointable.contains(step) else {
      throw Rejected("step", .unknownValue, "No time is agreed with the customer for this step.")
    }
    guard let timer = state.timer(step), timer.isRunning else {
      throw self.wrongState(state, "nobody owes this step now.")
    }
    if let time, time <= now { throw Rejected("at", .invalid, "An appointment lies in the future.") }
    guard timer.limit.appointment != time else { return [] }
    state.changeTimer(step) { $0.appoint(time, calendar: self.rules.calendar) }
    return []
  }
}
