import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// A case and the inputs that move it.
struct CaseExample {
  let process: CaseProcess
  var now: Date
  let number: ComplaintNumber

  init(policy: PolicyProfile = .cohl) throws {
    self.process = try CaseProcess(policy: policy, calendar: .mainlandChina)
    self.now = try #require(RFC3339.date(from: "2023-01-03T10:00:00+08:00"))
    self.number = try #require(ComplaintNumber("CLX-2023-000001"))
  }

  func time(_ text: String) throws -> Date {
    try #require(RFC3339.date(from: text))
  }

  func open(
    part: BuildingPart, category: Messages.Category = .engineeringQuality, kind: ComplaintKind = .complaint,
    grade: Grade = .general, at received: Date? = nil, owner: ResponsibleUnit? = nil,
    qualityUnit: ResponsibleUnit = .projectDepartment
  ) -> (Case, [any Message]) {
    let received = received ?? self.now
    let unit = UnitAddress(project: self.number.project, building: "3", unit: "1201", location: nil)
    let message = ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-1", receivedAt: received, registeredAt: received,
      channel: .hotline, kind: kind, category: category, grade: grade, unit: unit, buildingPart: part)
    return self.process.open(
      Case(message), since: received, owner: owner, qualityUnit: qualityUnit, now: received)
  }

  /// A matter that needs no repair and waits for a unit, or has one.
  func service(unit: ResponsibleUnit? = nil, grade: Grade = .general) throws -> Case {
    var (state, _) = self.open(part: .other, category: .other, grade: grade)
    if let unit { try self.act(.assign(unit), on: &state) }
    return state
  }

  @discardableResult
  func act(
    _ deed: CaseAction.Deed, on state: inout Case, by person: String = "li.na",
    authority: CaseAction.Authority = .staff, standing: CaseNote? = nil
  ) throws(Rejected) -> [any Message] {
    try self.process.perform(
      CaseAction(self.number, deed, by: person, authority: authority), on: &state, standing: standing, now: self.now)
  }

  func note(_ deed: CaseAction.Deed, by person: String = "li.na") -> CaseNote {
    CaseAction(self.number, deed, by: person).note(at: self.now)
  }

  func survey(_ state: inout Case) -> [any Message] {
    self.process.surveyed(
      &state,
      RepairSurveyed(complaint: self.number, order: self.order, judgement: .developerGap, surveyedAt: self.now),
      now: self.now)
  }

  func sign(_ state: inout Case, round: Int? = nil) -> [any Message] {
    guard let contractor = ContractorCode("WX-01") else { return [] }
    let message = RepairSigned(
      complaint: self.number, order: self.order, contractor: contractor, round: round ?? state.round,
      signedAt: self.now)
    return self.process.signed(&state, message, now: self.now)
  }

  func answer(
    _ state: inout Case, satisfied: Bool, round: Int? = nil, kind: CallbackKind = .closing
  ) -> [any Message] {
    let round = round ?? state.round
    guard let scores = Scores(quality: satisfied ? 5 : 2, speed: 4, staff: 5) else { return [] }
    let message = CallbackAnswered(
      complaint: self.number, callback: self.callback(kind, round), kind: kind, round: round, scores: scores,
      isSatisfied: satisfied, answeredAt: self.now)
    return self.process.callbackAnswered(&state, message, now: self.now)
  }

  func refuse(_ state: inout Case) -> [any Message] {
    let message = CallbackRefused(
      complaint: self.number, callback: self.callback(.closing, state.round), kind: .closing, round: state.round,
      refusedAt: self.now)
    return self.process.callbackRefused(&state, message, now: self.now)
  }

  func reachNobody(_ state: inout Case) {
    let message = CallbackUnreachable(
      complaint: self.number, callback: self.callback(.closing, state.round), kind: .closing, round: state.round,
      attempts: 3, unreachableAt: self.now)
    _ = self.process.unreachable(&state, message, now: self.now)
  }

  /// The next thing that the limit has to say, when its time has come.
  func pass(_ name: CaseDeadline, of state: inout Case) throws -> (any Message)? {
    let due = try #require(state.timer(name)?.nextFiring(self.process.rules))
    return try self.process.passed(name, of: &state, now: due).first
  }

  private var order: RepairOrderNumber { RepairOrderNumber(complaint: self.number, serial: 1) }

  private func callback(_ kind: CallbackKind, _ round: Int) -> CallbackNumber {
    CallbackNumber(complaint: self.number, kind: kind, round: round)
  }
}

/// The types of events, to compare.
func types(_ events: [any Message]) -> [String] { events.map { type(of: $0).type } }

extension Case {
  /// The limits that run, in the order in which they were started.
  var running: [CaseDeadline] { self.course.timers.filter(\.isRunning).map(\.name) }
}
