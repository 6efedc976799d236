import Foundation
import Messages
import Testing

/// What the sibling services say about one case.
struct CaseMessages: Sendable {
  let number: ComplaintNumber
  private let contractor: ContractorCode
  private let time = Date(timeIntervalSince1970: 1_672_708_320)

  init(serial: Int, project: String = "CLX") throws {
    let project = try #require(ProjectCode(project))
    self.number = ComplaintNumber(project: project, year: 2023, serial: serial)
    self.contractor = try #require(ContractorCode("WX-01"))
  }

  func registered(_ part: BuildingPart, category: Messages.Category = .engineeringQuality) -> ComplaintRegistered {
    ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-1", receivedAt: self.time, registeredAt: self.time,
      channel: .hotline, kind: .complaint, category: category, grade: .general,
      unit: UnitAddress(project: self.number.project, building: "3", unit: "1201", location: nil), buildingPart: part)
  }

  func suggestion() -> ComplaintRegistered {
    self.registered(kind: .suggestion, channel: .suggestionBox)
  }

  /// A complaint that came by letter.
  func written() -> ComplaintRegistered {
    self.registered(kind: .complaint, channel: .letter)
  }

  private var home: UnitAddress {
    UnitAddress(project: self.number.project, building: "3", unit: "1201", location: nil)
  }

  private func registered(
    kind: ComplaintKind, channel: Channel, category: Messages.Category = .propertyService, part: BuildingPart = .other,
    receivedBy: ResponsibleUnit? = nil, ownCase: Bool? = nil
  ) -> ComplaintRegistered {
    ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-1", receivedAt: self.time, registeredAt: self.time,
      channel: channel, kind: kind, category: category, grade: .general, unit: self.home, buildingPart: part,
      receivedBy: receivedBy, ownCase: ownCase)
  }

  func enquiry(_ part: BuildingPart) -> ComplaintRegistered {
    self.registered(kind: .enquiry, channel: .hotline, category: .engineeringQuality, part: part)
  }

  /// A complaint that a department has received about itself.
  func ownCase(of unit: ResponsibleUnit) -> ComplaintRegistered {
    self.registered(
      kind: .complaint, channel: .visit, category: .engineeringQuality, part: .heating, receivedBy: unit, ownCase: true)
  }

  func converted(from previous: ComplaintKind, to kind: ComplaintKind, _ part: BuildingPart) -> ComplaintConverted {
    ComplaintConverted(
      complaint: self.number, kind: kind, previousKind: previous, convertedAt: self.time.addingTimeInterval(3600),
      receivedAt: self.time, category: .engineeringQuality, grade: .general, unit: self.home, buildingPart: part)
  }

  func regraded(to grade: Grade) -> ComplaintRegraded {
    ComplaintRegraded(
      complaint: self.number, grade: grade, previousGrade: .general, category: .propertyService,
      previousCategory: .propertyService, reason: .verification, regradedAt: self.time)
  }

  func signed(round: Int) throws -> RepairSigned {
    RepairSigned(
      complaint: self.number, order: RepairOrderNumber(complaint: self.number, serial: 1), contractor: self.contractor,
      round: round, signedAt: self.time)
  }

  func scheduled(round: Int) -> CallbackScheduled {
    CallbackScheduled(
      complaint: self.number, callback: self.callback(round), kind: .closing, round: round, from: self.time,
      dueAt: self.time, scheduledAt: self.time)
  }

  func answered(round: Int, satisfied: Bool) throws -> CallbackAnswered {
    let scores = try #require(Scores(quality: satisfied ? 5 : 1, speed: 4, staff: 4))
    return CallbackAnswered(
      complaint: self.number, callback: self.callback(round), kind: .closing, round: round, scores: scores,
      isSatisfied: satisfied, answeredAt: self.time)
  }

  func refused(round: Int) -> CallbackRefused {
    CallbackRefused(
      complaint: self.number, callback: self.callback(round), kind: .closing, round: round, refusedAt: self.time)
  }

  private func callback(_ round: Int) -> CallbackNumber {
    CallbackNumber(complaint: self.number, kind: .closing, round: round)
  }
}
