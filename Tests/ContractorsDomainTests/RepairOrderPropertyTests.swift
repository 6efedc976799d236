import ContractorsDomain
import Foundation
import Messages
import TestSupport
import Testing

/// Random events against one order: whatever comes, it goes only where state machine 3.4 leads.
@Suite struct RepairOrderPropertyTests {
  private enum Event: CaseIterable {
    case survey, foreignSurvey, judgedContractor, judgedBuilder, judgedOwner, award, completion, foreignCompletion
    case acceptance, acceptanceRefused, signature, signatureRefused, nextRound, sameRound, caseClosed, caseWithdrawn

    var isJudgement: Bool { [.judgedContractor, .judgedBuilder, .judgedOwner].contains(self) }
  }

  private static let legal: [RepairOrder.State: Set<RepairOrder.State>] = [
    .created: [.surveyed, .judged, .builderNotified, .answered, .cancelled],
    .surveyed: [.judged, .builderNotified, .answered, .cancelled],
    .judged: [.builderNotified, .answered, .commissioned, .cancelled],
    .builderNotified: [.judged, .answered, .inWork, .closed], .answered: [.judged, .builderNotified, .inWork, .closed],
    .commissioned: [.workDone, .cancelled],
    .inWork: [.workDone, .cancelled], .workDone: [.accepted, .inWork, .builderNotified, .answered, .cancelled],
    .accepted: [.signed, .inWork, .builderNotified, .answered, .cancelled],
    .signed: [.closed, .inWork, .builderNotified, .answered], .closed: [.inWork, .builderNotified, .answered],
    .cancelled: [.created, .surveyed, .judged, .inWork, .builderNotified, .answered],
  ]

  @Test func randomEventsNeverLeaveTheMachine() throws {
    var random = SeededGenerator()
    for _ in 0..<100 {
      var order = RepairOrder(Example.request())
      var desk = Example.desk([("WX-01", 0), ("WX-02", 0)])
      for step in 0..<50 {
        let event = try #require(Event.allCases.randomElement(using: &random))
        let before = order
        let context: Comment = "\(random), step \(step): \(event) on \(before.state)"
        do {
          let published = try self.apply(event, to: &order, desk: &desk)
          #expect(order.version == before.version + published, context)
          if order.state != before.state {
            #expect(Self.legal[before.state]?.contains(order.state) == true, context)
          } else if published == 0, !event.isJudgement, event != .nextRound {
            #expect(order == before, context)
          }
        } catch {
          #expect(order == before, context)
        }
        self.expectConsistency(of: order, context)
        // The same event once more changes nothing that it has just changed: it is a repetition or refused.
        if event != .nextRound {
          let after = order
          _ = try? self.apply(event, to: &order, desk: &desk)
          #expect(order == after, context)
        }
      }
    }
  }

  /// What the table's constraints say too.
  private func expectConsistency(of order: RepairOrder, _ context: Comment) {
    let atLeast: (RepairOrder.State...) -> Bool = { $0.contains(order.state) }
    #expect((order.closedAt != nil) == atLeast(.closed, .cancelled), context)
    // A cancelled order keeps what had been done by then.
    guard order.state != .cancelled else { return }
    if order.state == .created { #expect(order.survey == nil && order.liability == nil, context) }
    #expect(order.state == .created || order.survey != nil || order.liability != nil, context)
    if atLeast(.created, .surveyed, .judged) { #expect(order.commission == nil, context) }
    // Whoever has had his try before it was judged anew keeps his letter.
    let isElsewhere = order.liability.map { $0.repairBy != .contractor } ?? false
    guard order.state != .closed || !isElsewhere else { return }
    if atLeast(.commissioned, .inWork, .workDone, .accepted, .signed, .closed) {
      #expect(order.commission != nil, context)
    }
    #expect((order.completedAt != nil) == atLeast(.workDone, .accepted, .signed, .closed), context)
    #expect((order.acceptance != nil) == atLeast(.accepted, .signed, .closed), context)
    #expect((order.signature != nil) == atLeast(.signed, .closed), context)
    #expect((order.lastRework != nil) == (order.reworks > 0), context)
  }

  /// - Returns: how many events were published.
  private func apply(_ event: Event, to order: inout RepairOrder, desk: inout CommissionDesk) throws -> Int64 {
    let now = Example.now
    let published: (any Message)?
    switch event {
    case .survey: published = try order.survey(Example.survey())
    case .foreignSurvey: published = try order.survey(Example.survey(.owner))
    case .judgedContractor: published = self.judge(&order, .developerGap, .contractor)
    case .judgedBuilder: published = self.judge(&order, .builder, .builder)
    case .judgedOwner: published = self.judge(&order, .owner, .propertyOffice)
    case .award: published = desk.award(&order, now: now)
    case .completion: published = try self.complete(&order, sender: order.commission?.contractor)
    case .foreignCompletion: published = try self.complete(&order, sender: ContractorCode("XX-99"))
    case .acceptance: published = try order.accept(by: "zhang.wei", now: now)
    case .acceptanceRefused: published = try order.refuseAcceptance(reason: "不合格", by: "zhang.wei", now: now)
    case .signature: published = try order.sign(opinion: nil, now: now)
    case .signatureRefused: published = try order.refuseSignature(reason: "不满意", now: now)
    case .nextRound: published = order.repeatWork(Example.request(round: order.round + 1), now: now)
    case .sameRound: published = order.repeatWork(Example.request(round: order.round), now: now)
    case .caseWithdrawn:
      order.close(CaseClosed(complaint: Example.complaint, round: order.round, outcome: .withdrawn, closedAt: now))
      published = nil
    case .caseClosed:
      order.close(CaseClosed(complaint: Example.complaint, round: order.round, outcome: .satisfied, closedAt: now))
      published = nil
    }
    return published == nil ? 0 : 1
  }

  private func judge(_ order: inout RepairOrder, _ judgement: Judgement, _ party: RepairParty) -> (any Message)? {
    order.judge(Liability(judgement: judgement, repairBy: party), now: Example.now)
  }

  private func complete(_ order: inout RepairOrder, sender: ContractorCode?) throws -> RepairCompleted {
    let number = order.commission?.number ?? CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: 999)
    var held: RepairOrder? = order
    let event = try Example.report(number).complete(&held, sender: sender, now: Example.now)
    if let held { order = held }
    return event
  }
}
