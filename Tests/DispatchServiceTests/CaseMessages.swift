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

  private func registered(kind: ComplaintKind, channel: Channel) -> ComplaintRegistered {
    ComplaintRegistered(
      complaint: self.number, source: "/pms", reference: "PMS-1", receivedAt: self.time, registeredAt: self.time,
      channel: channel, kind: kind, category: .propertyService, grade: .general,
      unit: UnitAddress(project: self.number.project, building: "3", unit: "1201", location: nil), buildingPart: .other)
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
