package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// The process manager of cases, from the registered complaint to the closed case (state machine 3.1). What people do is
/// sorted out here; the steps stand in the files beside this one, by topic.
///
/// Every function takes the state and an input, changes the state and returns the events that follow. An input that was
/// taken before changes nothing; one that the state does not allow is refused and leaves the state as it was.
package struct CaseProcess: Sendable {
  package let rules: CaseRules
  /// What a deadline keeps beside its date, as JSON: the policy version that set it (R-011).
  package let timerPayload: [UInt8]

  /// - Throws: `noLimit` when the policy leaves a limit of the case out.
  package init(
    policy: PolicyProfile, of register: PolicyRegister = .standard, calendar: WorkCalendar
  ) throws(PolicyError) {
    self.rules = try CaseRules(policy: policy, of: register, calendar: calendar)
    self.timerPayload = try policy.reference.json()
  }

  /// Opens a new case, and assigns it at once where a rule knows the unit (R-021, R-048).
  ///
  /// - Parameters:
  ///   - since: when it was registered, or turned out to be a case: its limits begin then.
  ///   - owner: the department that has received a complaint about itself and handles it directly (R-022).
  ///   - qualityUnit: who answers for engineering quality in this project (R-060, R-061, R-268).
  package func open(
    _ new: Case, since: Date, owner: ResponsibleUnit? = nil, qualityUnit: ResponsibleUnit = .projectDepartment,
    now: Date
  ) -> (Case, [any Message]) {
    var opened = new
    let held = opened.kind == .claim ? self.holdByRule(&opened, now: now) : []
    for step in [CaseDeadline.firstResponse, .leaderTold, .upwardReport] {
      opened.start(self.rules.timer(step, grade: opened.grade, from: since))
    }
    guard let unit = owner ?? self.unitByRule(of: opened, qualityUnit: qualityUnit) else {
      opened.start(self.rules.timer(.assignment, grade: opened.grade, from: since))
      return (opened, held)
    }
    opened.verifiedAt = now
    let events = self.hand(&opened, to: unit, contributors: [], now: now)
    return (opened, events + held)
  }

  /// Whom a rule gives the case to; nil where a person decides.
  func unitByRule(of state: Case, qualityUnit: ResponsibleUnit) -> ResponsibleUnit? {
    guard !self.has(.assignmentByPerson) else { return nil }
    return Responsibility.unit(
      kind: state.kind, category: state.category, buildingPart: state.buildingPart,
      qualityUnit: self.has(.qualityToCustomerService) ? .customerService : qualityUnit)
  }

  func has(_ policySwitch: PolicySwitch) -> Bool { self.rules.policy.switches.contains(policySwitch) }

  /// A person does something to the case.
  ///
  /// - Parameter standing: the last note of this kind that the case has: the same request again changes nothing.
  /// - Throws: `wrongState`, `conflict` where another reply or report stands, `notEntitled`, or what is wrong with the
  ///   request itself.
  package func perform(
    _ action: CaseAction, on state: inout Case, standing: CaseNote?, now: Date
  ) throws(Rejected) -> [any Message] {
    let before = state
    do throws(Rejected) {
      return try self.take(action, &state, now)
    } catch {
      state = before
      guard error.faults.contains(where: { $0.code == .wrongState }), let standing else { throw error }
      let note = action.note(at: now)
      if note.repeats(standing) { return [] }
      guard note.action == .reply || note.action == .handled else { throw error }
      throw Rejected(
        note.action == .reply ? "plan" : "result", .conflict,
        "\(standing.person) has said at \(RFC3339.string(from: standing.notedAt)): \(standing.text ?? "")")
    }
  }

  private func take(_ action: CaseAction, _ state: inout Case, _ now: Date) throws(Rejected) -> [any Message] {
    switch action.deed {
    case .verify: try self.verify(&state, now: now)
    case .assign(let unit, let contributors):
      try self.assign(&state, to: unit, contributors: contributors, by: action.authority, now: now)
    case .giveBack: try self.giveBack(&state, now: now)
    case .file: try self.file(&state, by: action.authority, now: now)
    case .report(let step, _): try self.report(&state, step, now: now)
    case .reply(let plan): try self.reply(&state, plan, now: now)
    case .start(let reason): try self.start(&state, reason: reason, now: now)
    case .finishStage(let stage): try self.finishStage(&state, stage, now: now)
    case .appoint(let step, let time): try self.appoint(&state, step, at: time, now: now)
    case .dispute: try self.dispute(&state, now: now)
    case .decide(let ruling, _): try self.decide(&state, ruling, by: action.authority, now: now)
    case .suspend(let cause, _, let reviewAt): try self.suspend(&state, cause, reviewAt: reviewAt, now: now)
    case .resume: try self.resume(&state, now: now)
    case .handle(_, let reason, let evaluation):
      try self.handle(&state, reason: reason, evaluation: evaluation, by: action.by, now: now)
    case .evaluate(let evaluation): try self.evaluate(&state, evaluation, now: now)
    case .withdraw: try self.withdraw(&state, now: now)
    case .reopen: try self.reopen(&state, now: now)
    case .notify: try self.notify(&state, now: now)
    case .object: try self.object(&state, now: now)
    case .note: try self.note(&state, now: now)
    case .hold: try self.hold(&state, by: action.by, now: now)
    case .release: try self.release(&state, now: now)
    }
  }

  // MARK: - What all steps need

  func wrongState(_ state: Case, _ rule: String) -> Rejected {
    Rejected("state", .wrongState, "The case is \(state.state.rawValue); \(rule)")
  }

  /// - Throws: `notEntitled` when less than this authority acts.
  func require(_ needed: CaseAction.Authority, _ has: CaseAction.Authority, _ rule: String) throws(Rejected) {
    guard has >= needed else { throw Rejected("by", .notEntitled, rule) }
  }

  func progressed(_ state: Case, _ step: Step, now: Date) -> CaseProgressed {
    CaseProgressed(complaint: state.number, step: step, round: state.round, unit: state.unit, progressedAt: now)
  }

  func repairRequest(_ state: Case, surveyDueAt: Date? = nil, now: Date) -> RepairRequested? {
    guard let trade = state.trade else { return nil }
    return RepairRequested(
      complaint: state.number, round: state.round, unit: state.address, buildingPart: state.buildingPart, trade: trade,
      requestedAt: now, surveyDueAt: surveyDueAt, judgement: state.course.judgement, repairBy: state.course.repairBy)
  }
}
