import ContractorsDomain
import Foundation
import Messages
import Testing

/// Who may report what as finished.
@Suite struct CompletionReportTests {
  private let holder = ContractorCode("WX-01")!
  private let commission = CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: 1)

  @Test func theHolderReportsTheWorkDone() throws {
    var order: RepairOrder? = try Example.order(.commissioned)
    let event = try Example.report(self.commission).complete(&order, sender: self.holder, now: Example.now)
    #expect(event.contractor == self.holder)
    #expect(order?.state == .workDone)
    #expect(order?.completedAt == Example.now)
  }

  @Test func anotherContractorsReportCountsNotAndLearnsNothing() throws {
    for state in [RepairOrder.State.commissioned, .signed] {
      var order: RepairOrder? = try Example.order(state)
      let before = order
      let report = Example.report(self.commission)
      for sender in [ContractorCode("WX-02"), nil] {
        #expect(refusal { _ = try report.complete(&order, sender: sender, now: Example.now) } == [.notTheHolder])
      }
      #expect(order == before)
    }
  }

  @Test func everyFaultIsNamedAtOnce() throws {
    let tomorrow = Example.now.addingTimeInterval(86_400)
    let report = Example.report(self.commission, at: tomorrow)
    var none: RepairOrder?
    #expect(
      refusal { _ = try report.complete(&none, sender: self.holder, now: Example.now) } == [.inTheFuture, .notFound])
    var signed: RepairOrder? = try Example.order(.signed)
    #expect(
      refusal { _ = try report.complete(&signed, sender: self.holder, now: Example.now) } == [
        .inTheFuture, .wrongState,
      ]
    )
  }

  @Test func aClockThatRunsALittleAheadIsForgiven() throws {
    var order: RepairOrder? = try Example.order(.commissioned)
    let report = Example.report(self.commission, at: Example.now.addingTimeInterval(CompletionReport.clockTolerance))
    _ = try report.complete(&order, sender: self.holder, now: Example.now)
    #expect(order?.state == .workDone)
  }

  @Test func workIsNotCompletedBeforeItWasCommissioned() throws {
    var order: RepairOrder? = try Example.order(.commissioned)
    let before = order
    let issuedAt = try #require(order?.commission?.issuedAt)
    let earliest = issuedAt.addingTimeInterval(-CompletionReport.clockTolerance)
    let tooEarly = Example.report(self.commission, at: earliest.addingTimeInterval(-1))
    #expect(refusal { _ = try tooEarly.complete(&order, sender: self.holder, now: Example.now) } == [.invalid])
    // Nobody else learns when the letter was written.
    #expect(refusal { _ = try tooEarly.complete(&order, sender: nil, now: Example.now) } == [.notTheHolder])
    #expect(order == before)
    _ = try Example.report(self.commission, at: earliest).complete(&order, sender: self.holder, now: Example.now)
    #expect(order?.state == .workDone)
  }

  @Test func aReferenceStandsForOneContent() throws {
    let known = Example.report(self.commission, report: "重做防水层")
    #expect(try Example.report(self.commission, report: "重做防水层").isRepetition(of: known))
    #expect(try !Example.report(self.commission, reference: "WX-89").isRepetition(of: known))
    let other = Example.report(self.commission, report: "只打了胶")
    #expect(refusal { _ = try other.isRepetition(of: known) } == [.conflict])
  }
}
