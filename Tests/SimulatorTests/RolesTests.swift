import AMQP
import Foundation
import Messages
import Testing

@testable import Simulator

@Suite("Roles")
struct RolesTests {
  private static let time = Date(timeIntervalSince1970: 1_672_704_000)

  private let chance = Chance(seed: 42)

  private func known(_ recorded: RecordedComplaint, serial: Int) -> KnownCase {
    KnownCase(
      number: ComplaintNumber(project: recorded.borough.project, year: 2023, serial: serial), recorded: recorded)
  }

  private func scheduled(_ known: KnownCase, round: Int) -> CallbackScheduled {
    CallbackScheduled(
      complaint: known.number, callback: CallbackNumber(complaint: known.number, kind: .closing, round: round),
      kind: .closing, round: round, from: Self.time, dueAt: Self.time, scheduledAt: Self.time)
  }

  private func scores(_ deed: Deed) -> [Int] {
    guard case .request(let form) = deed.means else { return [] }
    return ["quality", "speed", "staff"].compactMap { name in
      if case .number(let score) = form.fields[name] { score } else { nil }
    }
  }

  @Test("about one customer in ten is dissatisfied the first time, none the second time")
  func satisfaction() throws {
    let caller = Caller(chance: self.chance, pace: .lifelike)
    var dissatisfied = 0
    for (serial, recorded) in try RecordedComplaintTests.all().enumerated() {
      let known = self.known(recorded, serial: serial + 1)
      let first = self.scores(caller.closingAnswer(to: self.scheduled(known, round: 1), of: known))
      let second = self.scores(caller.closingAnswer(to: self.scheduled(known, round: 2), of: known))
      #expect(first.count == 3)
      #expect(second.allSatisfy { $0 >= 4 })
      dissatisfied += first.contains { $0 < 4 } ? 1 : 0
    }
    #expect((150...250).contains(dissatisfied))
  }

  @Test("what people decide depends on the complaint, not on the number that it got")
  func independentOfNumber() throws {
    let recorded = try RecordedComplaintTests.all()[9]
    let staff = Staff(chance: self.chance, pace: .lifelike)
    let deeds = [1, 77].map { serial in
      let known = self.known(recorded, serial: serial)
      let message = CaseAssigned(
        complaint: known.number, unit: .projectDepartment, assignedAt: Self.time, replyDueAt: Self.time,
        surveyDueAt: Self.time)
      return [staff.reply(to: message, about: known), staff.survey(after: message, of: known)]
    }
    #expect(deeds[0].map(\.dueAt) == deeds[1].map(\.dueAt))
    #expect(deeds[0].map(\.subject) != deeds[1].map(\.subject))
  }

  @Test("a contractor finishes after the recorded days, under its own broker user and the order's commission")
  func completion() throws {
    let firms = Firm.all(brokerUsers: ["contractor-1", "contractor-2"])
    let system = ContractorSystem(chance: self.chance, pace: .lifelike, firms: firms)
    var known = self.known(try RecordedComplaintTests.all()[0], serial: 1)
    let commission = CommissionNumber(prefix: "COBZS", worksNumber: 2, serial: 7)
    known.commission = commission
    let deed = try system.completion(
      after: RepairCommissioned(
        complaint: known.number, order: RepairOrderNumber(complaint: known.number, serial: 1), commission: commission,
        contractor: firms[1].code, contractorName: firms[1].name, trade: .heating, commissionedAt: Self.time),
      of: known)
    #expect(deed.dueAt == Self.time.addingTimeInterval(3 * 86_400))
    guard case .message(let message, by: "contractor-2") = deed.means else {
      Issue.record("Contractor 2 holds the order.")
      return
    }
    let report: RepairCompletionReported = try MessageCoding.decode(from: message.body)
    #expect(report.commission == commission)
    #expect(report.completedAt == deed.dueAt)
  }
}
