import Foundation
import Messages
import WorkCalendar

/// What the property office's system tells of the homes that complaints will be about: when their project passed completion
/// acceptance, when they were handed over, who built what. A tenth of them it does not know.
extension PropertyOffice {
  private static let builders = ["中建三局", "上海建工", "省防水工程公司", "恒温暖通公司"]

  /// An hour before the first complaint of a home; what the office says had been so for a day.
  func facts(about complaints: [RecordedComplaint]) throws -> [Deed] {
    guard let first = complaints.map(\.receivedAt).min() else { return [] }
    var deeds = try Borough.allCases.map { try self.completion(of: $0, at: first.addingTimeInterval(-7200)) }
    var seen: Set<HomeAddress> = []
    for recorded in complaints.sorted(by: { $0.receivedAt < $1.receivedAt }) {
      let home = self.report(of: recorded).unit.home
      guard seen.insert(home).inserted, self.chance.happens(0.9, home.subject, "known") else { continue }
      deeds += try self.facts(about: home, in: recorded.borough, at: recorded.receivedAt.addingTimeInterval(-3600))
    }
    return deeds
  }

  private func completion(of borough: Borough, at dueAt: Date) throws -> Deed {
    let message = ProjectCompleted(
      reference: "ACCEPTANCE-\(borough.project)", asOf: dueAt.addingTimeInterval(-86_400), project: borough.project,
      completedOn: try self.completedOn(borough))
    return try self.deed(message, at: dueAt)
  }

  private func facts(about home: HomeAddress, in borough: Borough, at dueAt: Date) throws -> [Deed] {
    let asOf = dueAt.addingTimeInterval(-86_400)
    let deliveredOn = try self.completedOn(borough).adding(days: self.chance.number(20...180, home.subject, "delivery"))
    let delivered = UnitDelivered(
      reference: "HANDOVER-\(home.subject)", asOf: asOf, unit: home, deliveredOn: deliveredOn)
    var deeds = [try self.deed(delivered, at: dueAt)]
    // Every tenth home comes with its builder, and a longer period for waterproofing.
    if self.chance.happens(0.1, home.subject, "builder") {
      let builder = OriginalBuilder(
        buildingPart: .waterproofing, name: self.chance.pick(Self.builders, home.subject, "builder's name"))
      let period = LongerPeriod(buildingPart: .waterproofing, months: 96, basis: .contract)
      deeds.append(
        try self.deed(
          UnitUpserted(
            reference: "UNIT-\(home.subject)", asOf: asOf, unit: home, builders: [builder], periods: [period]),
          at: dueAt))
    }
    return deeds
  }

  /// Old and new projects: some parts are in warranty, some between the two clocks, some beyond both.
  private func completedOn(_ borough: Borough) throws -> CalendarDay {
    let year = 2016 + self.chance.number(0...5, borough.rawValue, "year of completion")
    return try CalendarDay(
      year: year, month: self.chance.number(1...12, borough.rawValue, "month of completion"), day: 15)
  }

  private func deed(_ message: some InboundMessage, at dueAt: Date) throws -> Deed {
    let event = CloudEvent(
      id: message.reference, source: Self.source, type: type(of: message).type, time: dueAt,
      data: try MessageCoding.encode(message))
    return Deed(
      kind: .fact, subject: message.reference, dueAt: dueAt, means: .message(event.binary(by: Self.user), by: Self.user)
    )
  }
}
