import AMQP
import Foundation
import Messages
import Testing
import WorkCalendar

@testable import Simulator

@Suite("Facts about homes") struct PropertyFactsTests {
  private let office = PropertyOffice(chance: Chance(seed: 42), pace: .lifelike)

  @Test("R-271: every project is completed before its homes are handed over, and all of it before the complaints")
  func facts() throws {
    let complaints = try RecordedComplaintTests.all()
    let deeds = try self.office.facts(about: complaints)
    let first = try #require(complaints.map(\.receivedAt).min())
    let completions: [ProjectCompleted] = try self.messages(deeds)
    let deliveries: [UnitDelivered] = try self.messages(deeds)
    #expect(completions.count == Borough.allCases.count)
    #expect(deliveries.count > complaints.count / 2)
    #expect(try self.messages(deeds, of: UnitUpserted.self).count > deliveries.count / 20)
    let completedOn = Dictionary(uniqueKeysWithValues: completions.map { ($0.project, $0.completedOn) })
    let complained = try CalendarDay("2023-01-01")
    for delivery in deliveries {
      let completed = try #require(completedOn[delivery.unit.project])
      #expect(completed < delivery.deliveredOn && delivery.deliveredOn < complained)
    }
    #expect(completions.allSatisfy { $0.asOf < first })
    #expect(Set(deliveries.map(\.unit)).count == deliveries.count)
  }

  @Test("two runs with one seed tell the same") func repeatable() throws {
    let complaints = Array(try RecordedComplaintTests.all().prefix(50))
    let again = PropertyOffice(chance: Chance(seed: 42), pace: .lifelike)
    let subjects = try self.office.facts(about: complaints).map(\.subject)
    #expect(try again.facts(about: complaints).map(\.subject) == subjects)
  }

  private func messages<M: InboundMessage>(_ deeds: [Deed], of type: M.Type = M.self) throws -> [M] {
    try deeds.compactMap { deed in
      guard case .message(let message, by: PropertyOffice.user) = deed.means, message.routingKey == M.type else {
        return nil
      }
      return try M.read(message.body)
    }
  }
}
