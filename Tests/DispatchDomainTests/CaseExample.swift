import DispatchDomain
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

/// A case and the inputs that move it.
struct CaseExample {
  let process: CaseProcess
  let now: Date
  let number: ComplaintNumber

  init() throws {
    self.process = try CaseProcess(policy: .cohl, calendar: .mainlandChina)
    self.now = try #require(RFC3339.date(from: "2023-01-03T10:00:00+08:00"))
    self.number = try #require(ComplaintNumber("CLX-2023-000001"))
  }

  func time(_ text: String) throws -> Date {
    try #require(RFC3339.date(from: text))
  }

  func open(
    part: BuildingPart, category: Messages.Category = .engineeringQuality, kind: ComplaintKind = .complaint,
    at received: Date? = nil
  ) -> (Case, Decision) {
    let received = received ?? self.now
    let unit = UnitAddress(project: self.number.project, building: "3", unit: "1201", location: nil)
    let message = ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-1", receivedAt: received, registeredAt: received,
      channel: .hotline, kind: kind, category: category, grade: .general, unit: unit, buildingPart: part)
    return self.process.open(message, now: received)
  }

  func note(_ action: CaseNote.Action, _ text: String = "周六上午查勘", by person: String = "li.na") -> CaseNote {
    CaseNote(notedAt: self.now, action: action, person: person, text: text)
  }

  func reply(_ state: inout Case, _ text: String = "周六上午查勘", standing: CaseNote? = nil) throws -> Decision {
    try self.process.reply(&state, self.note(.reply, text), standing: standing)
  }

  func handle(_ state: inout Case, _ text: String = "已清扫", standing: CaseNote? = nil) throws -> Decision {
    try self.process.handle(&state, self.note(.handled, text), standing: standing)
  }

  func survey(_ state: inout Case) -> Decision {
    self.process.surveyed(
      &state,
      RepairSurveyed(complaint: self.number, order: self.order, judgement: .developerGap, surveyedAt: self.now))
  }

  func sign(_ state: inout Case, round: Int? = nil) -> Decision {
    guard let contractor = ContractorCode("WX-01") else { return Decision() }
    let message = RepairSigned(
      complaint: self.number, order: self.order, contractor: contractor, round: round ?? state.round,
      signedAt: self.now)
    return self.process.signed(&state, message, now: self.now)
  }

  func schedule(_ state: inout Case, round: Int? = nil) -> Decision {
    let round = round ?? state.round
    let message = CallbackScheduled(
      complaint: self.number, callback: self.callback(.closing, round), kind: .closing, round: round, from: self.now,
      dueAt: self.now, scheduledAt: self.now)
    return self.process.callbackScheduled(&state, message)
  }

  func answer(_ state: inout Case, satisfied: Bool, round: Int? = nil, kind: CallbackKind = .closing) -> Decision {
    let round = round ?? state.round
    guard let scores = Scores(quality: satisfied ? 5 : 2, speed: 4, staff: 5) else { return Decision() }
    let message = CallbackAnswered(
      complaint: self.number, callback: self.callback(kind, round), kind: kind, round: round, scores: scores,
      isSatisfied: satisfied, answeredAt: self.now)
    return self.process.callbackAnswered(&state, message, now: self.now)
  }

  private var order: RepairOrderNumber { RepairOrderNumber(complaint: self.number, serial: 1) }

  private func callback(_ kind: CallbackKind, _ round: Int) -> CallbackNumber {
    CallbackNumber(complaint: self.number, kind: kind, round: round)
  }
}
