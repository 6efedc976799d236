import DispatchDomain
import Foundation
import Messages
import Testing

/// The report with which a major or important complaint is closed.
@Suite struct HandlingReportTests {
  private func closed(_ grade: Grade, at time: String) throws -> (CaseExample, Case) {
    var example = try CaseExample()
    var state = try example.service(unit: .propertyOffice, grade: grade)
    try example.act(
      .handle(result: "已处理", reason: "当场", evaluation: CustomerEvaluation(isAccepted: true)), on: &state)
    example.now = try example.time(time)
    _ = example.answer(&state, satisfied: true)
    #expect(state.state == .closed)
    return (example, state)
  }

  @Test("R-070: a major or important complaint owes the report within a week of its closing, others do not")
  func owed() throws {
    for grade in [Grade.major, .important] {
      let (example, state) = try self.closed(grade, at: "2023-02-06T15:00:00+08:00")
      // Monday to Monday: a week ends with the same day of the week.
      #expect(try state.timer(.handlingReport)?.dueAt == example.time("2023-02-14T00:00:00+08:00"))
    }
    for grade in [Grade.hot, .general] {
      #expect(try self.closed(grade, at: "2023-02-06T15:00:00+08:00").1.running.isEmpty)
    }
  }

  @Test("R-004, R-070: a week that ends in the Spring Festival ends on the first day of work, a Saturday")
  func holiday() throws {
    let (example, state) = try self.closed(.major, at: "2023-01-16T15:00:00+08:00")
    #expect(try state.timer(.handlingReport)?.dueAt == example.time("2023-01-29T00:00:00+08:00"))
  }

  @Test("R-070: the report meets the limit once; a case that is opened again owes none until it is closed again")
  func met() throws {
    var (example, state) = try self.closed(.important, at: "2023-02-06T15:00:00+08:00")
    var reopened = state
    example.now = try example.time("2023-02-07T09:00:00+08:00")
    try example.act(.reopen(reason: "又漏"), on: &reopened)
    #expect(!reopened.running.contains(.handlingReport))
    try example.act(.report(.handlingReport, text: "原因、责任、方案与教训见附件"), on: &state)
    #expect(state.timer(.handlingReport)?.isMet == true)
    #expect(throws: Rejected.self) { try example.act(.report(.handlingReport, text: "再报"), on: &state) }
  }
}
