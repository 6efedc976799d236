import ContractorsDomain
import Messages
import Testing

/// State machine 3.4, main path.
@Suite struct RepairOrderTests {
  @Test func theOrderOfARequestCarriesTheComplaintsNumber() {
    let order = RepairOrder(Example.request())
    #expect(order.number.text == "CLX-2023-000001-R1")
    #expect(order.state == .created)
    #expect(order.version == 0)
  }

  @Test("R-108, R-123: the survey judges the defect and is announced")
  func surveyJudges() throws {
    var order = RepairOrder(Example.request())
    let taken = try order.survey(Example.survey())
    let event = try #require(taken)
    #expect(event.judgement == .developerGap)
    #expect(order.state == .judged)
    #expect(order.version == 1)
  }

  @Test(
    "R-091, R-093: what the surveyor thinks waits for customer service's judgement, unless the developer owes it",
    arguments: [Judgement.builder, .developerGoodwill, .explainOnly, .owner])
  func surveyIsPreliminary(judgement: Judgement) throws {
    var order = RepairOrder(Example.request())
    var desk = Example.desk()
    #expect(try order.survey(Example.survey(judgement))?.judgement == judgement)
    #expect(order.state == .surveyed)
    #expect(desk.award(&order, now: Example.now) == nil)
  }

  @Test(
    "R-063, R-090, R-092, R-098: the judgement says who repairs, with or without a survey before it",
    arguments: [
      (Judgement.builder, RepairParty.builder, RepairOrder.State.builderNotified),
      (.builder, .contractor, .judged),  // at the builder's cost
      (.developerGap, .contractor, .judged), (.developerGoodwill, .contractor, .judged),
      (.explainOnly, .propertyOffice, .answered), (.owner, .propertyOffice, .answered),
    ])
  func judgement(judgement: Judgement, repairBy: RepairParty, state: RepairOrder.State) throws {
    let liability = Liability(judgement: judgement, repairBy: repairBy)
    for isSurveyed in [false, true] {
      var order = RepairOrder(Example.request())
      if isSurveyed { _ = try order.survey(Example.survey(.owner)) }
      _ = order.judge(liability, now: Example.now)
      #expect(order.state == state)
      #expect(order.liability == liability)
    }
    // What was judged before the request comes with it.
    let known = RepairOrder(Example.request(judgement: judgement, repairBy: repairBy))
    #expect(known.state == state)
    #expect(known.liability == liability)
  }

  @Test("R-093: a survey after the judgement changes nothing in it, and comes before the work is done")
  func surveyAfterJudgement() throws {
    var order = RepairOrder(Example.request())
    _ = order.judge(Liability(judgement: .builder, repairBy: .builder), now: Example.now)
    #expect(try order.survey(Example.survey(.developerGap)) != nil)
    #expect(order.state == .builderNotified)

    var commissioned = RepairOrder(Example.request(judgement: .developerGap, repairBy: .contractor))
    var desk = Example.desk()
    #expect(desk.award(&commissioned, now: Example.now) != nil)
    var done = commissioned
    #expect(try commissioned.survey(Example.survey()) != nil)
    #expect(commissioned.state == .commissioned)
    try Example.complete(&done)
    #expect(refusal { _ = try done.survey(Example.survey()) } == [.wrongState])
  }

  @Test(
    "R-093: a revision re-routes what nobody was commissioned for; work in hand is carried out",
    arguments: [RepairOrder.State.commissioned, .inWork, .workDone, .accepted, .signed])
  func revision(state: RepairOrder.State) throws {
    var waiting = try Example.order(.judged)
    _ = waiting.judge(Liability(judgement: .builder, repairBy: .builder), now: Example.now)
    #expect(waiting.state == .builderNotified)
    _ = waiting.judge(Liability(judgement: .developerGap, repairBy: .contractor), now: Example.now)
    #expect(waiting.state == .judged)

    var order = try Example.order(state)
    let version = order.version
    _ = order.judge(Liability(judgement: .builder, repairBy: .builder), now: Example.now)
    #expect(order.state == state)
    #expect(order.liability?.judgement == .builder)
    #expect(order.version == version)
  }

  @Test(
    "R-171: where no contractor repairs, the order goes through its rounds and closes with its case",
    arguments: [
      Liability(judgement: .builder, repairBy: .builder), Liability(judgement: .owner, repairBy: .propertyOffice),
    ])
  func settledElsewhere(liability: Liability) throws {
    var order = RepairOrder(Example.request())
    _ = order.judge(liability, now: Example.now)
    let standing = order.state
    #expect(order.repeatWork(Example.request(round: 2), now: Example.now) == nil)
    #expect((order.round, order.state) == (2, standing))
    order.close(CaseClosed(complaint: Example.complaint, round: 2, outcome: .satisfied, closedAt: Example.now))
    #expect(order.state == .closed)
    _ = order.judge(Liability(judgement: .developerGap, repairBy: .contractor), now: Example.now)
    #expect(order.liability == liability)
    // The customer comes back, and it was judged anew meanwhile.
    let again = Example.request(round: 3, judgement: .developerGap, repairBy: .contractor)
    #expect(order.repeatWork(again, now: Example.now) == nil)
    #expect(order.state == .judged)
  }

  @Test func theSameSurveyAgainChangesNothingAnotherIsRefused() throws {
    var order = try Example.order(.workDone)
    let before = order
    let again = try order.survey(Example.survey())
    #expect(again == nil)
    #expect(refusal { _ = try order.survey(Example.survey(finding: "没有开裂")) } == [.wrongState])
    #expect(order == before)
  }

  @Test(
    "R-131: the owner is asked only after contractor and developer find the work good",
    arguments: [
      RepairOrder.State.created, .judged, .commissioned, .inWork, .workDone, .closed,
    ])
  func onlyAcceptedWorkIsSigned(state: RepairOrder.State) throws {
    var order = try Example.order(state)
    let before = order
    #expect(refusal { _ = try order.sign(opinion: nil, now: Example.now) } == [.wrongState])
    #expect(refusal { _ = try order.refuseSignature(reason: "仍漏水", now: Example.now) } == [.wrongState])
    #expect(order == before)
  }

  @Test("R-131: contractor done, developer accepted, owner signed")
  func theOwnerSignsAcceptedWork() throws {
    var order = try Example.order(.workDone)
    let accepted = try order.accept(by: "zhang.wei", now: Example.now)
    #expect(accepted != nil)
    let acceptedAgain = try order.accept(by: "zhang.wei", now: Example.now)
    #expect(acceptedAgain == nil)
    let taken = try order.sign(opinion: "修好了", now: Example.now)
    let event = try #require(taken)
    #expect(event.contractor.text == "WX-01")
    #expect(event.round == 1)
    let signedAgain = try order.sign(opinion: "修好了", now: Example.now)
    #expect(signedAgain == nil)
    #expect(order.state == .signed)
    #expect(order.version == 5)
  }

  @Test func workThatIsNotAcceptedGoesBack() throws {
    var order = try Example.order(.workDone)
    let event = try order.refuseAcceptance(reason: "闭水试验不合格", by: "zhang.wei", now: Example.now)
    #expect(event.cause == .acceptance)
    #expect(order.state == .inWork)
    #expect(order.completedAt == nil)
    #expect(order.lastRework?.reason == "闭水试验不合格")
  }

  @Test("R-132: an owner who will not sign sends the order back to work, with the reason")
  func theOwnerRefusesToSign() throws {
    var order = try Example.order(.accepted)
    let event = try order.refuseSignature(reason: "墙面未恢复", now: Example.now)
    #expect(event.cause == .owner)
    #expect(order.state == .inWork)
    #expect(order.acceptance == nil)
    #expect(order.lastRework?.reason == "墙面未恢复")
  }

  @Test("R-171: a dissatisfied callback sends the signed order back to the same contractor")
  func anotherRoundIsReworkOnTheSameOrder() throws {
    var order = try Example.order(.signed)
    let commission = order.commission
    let taken = order.repeatWork(Example.request(round: 2), now: Example.now)
    let event = try #require(taken)
    #expect(event.cause == .callback)
    #expect(event.round == 2)
    #expect(order.state == .inWork)
    #expect(order.commission == commission)
    let again = order.repeatWork(Example.request(round: 2), now: Example.now)
    #expect(again == nil)
    #expect(order.reworks == 1)
  }

  @Test(
    "R-171: another round begins wherever the order stands: a unit may have reported done what a contractor works at",
    arguments: [
      (RepairOrder.State.created, RepairOrder.State.created), (.judged, .judged), (.commissioned, .commissioned),
      (.inWork, .inWork), (.workDone, .inWork), (.accepted, .inWork),
    ])
  func anotherRoundAnywhere(from: RepairOrder.State, to: RepairOrder.State) throws {
    var order = try Example.order(from)
    let (round, commission) = (order.round + 1, order.commission)
    let event = order.repeatWork(Example.request(round: round), now: Example.now)
    #expect((order.round, order.state) == (round, to))
    #expect((event != nil) == (from == .workDone || from == .accepted))
    #expect(order.commission == commission && order.completedAt == nil && order.acceptance == nil)
  }

  @Test(
    "R-093: what was done and is judged otherwise since goes to whom it is judged to; back to the contractor, without a second letter",
    arguments: [RepairOrder.State.workDone, .accepted, .signed, .closed])
  func disputedWork(state: RepairOrder.State) throws {
    var order = try Example.order(state)
    let commission = order.commission
    let anew = Example.request(round: 2, judgement: .builder, repairBy: .builder)
    #expect(order.repeatWork(anew, now: Example.now) == nil)
    #expect(order.state == .builderNotified && order.commission == commission && order.signature == nil)
    let event = order.judge(Liability(judgement: .builder, repairBy: .contractor), now: Example.now)
    #expect(event?.cause == .judgement)
    #expect(order.state == .inWork && order.commission == commission)
  }

  @Test func theCaseClosesTheSignedOrderOnce() throws {
    let end = CaseClosed(complaint: Example.complaint, round: 1, outcome: .satisfied, closedAt: Example.now)
    var order = try Example.order(.signed)
    order.close(end)
    let closed = order
    order.close(end)
    #expect(order == closed)
    #expect(order.closedAt == Example.now)
    var unfinished = try Example.order(.accepted)
    unfinished.close(end)
    #expect(unfinished.state == .cancelled)
  }

  @Test("R-058, R-172: a case that ends before its work is done cancels the order, which keeps what was done")
  func cancelled() throws {
    let end = CaseClosed(complaint: Example.complaint, round: 1, outcome: .withdrawn, closedAt: Example.now)
    for state in [RepairOrder.State.created, .judged, .commissioned, .workDone, .accepted] {
      var order = try Example.order(state)
      let commission = order.commission
      order.close(end)
      #expect(order.state == .cancelled)
      #expect(order.commission == commission)
      #expect(refusal { _ = try order.accept(by: "zhang.wei", now: Example.now) } == [.wrongState])
    }
  }

  @Test("A customer who comes back after the end sends the contractor to work again; R-192")
  func openedAgain() throws {
    var order = try Example.order(.closed)
    let taken = order.repeatWork(Example.request(round: 2), now: Example.now)
    let event = try #require(taken)
    #expect(event.round == 2)
    #expect(order.state == .inWork)
    #expect(order.closedAt == nil)
  }
}
