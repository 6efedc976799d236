import CallbackService
import ContractorsDomain
import ContractorsService
import DispatchDomain
import DispatchService
import DurableMessaging
import Foundation
import Messages

/// What staff, owners and callers do. Who hears nothing does it again; who is refused leaves it.
extension Town {
  private static let units: [ResponsibleUnit] = [.projectDepartment, .propertyOffice, .customerService]

  func assign(_ number: ComplaintNumber, _ chance: Chance) {
    var chance = chance
    self.ask(CaseAction(number, .assign(chance.pick(Self.units)), by: "li"))
  }

  func reply(_ number: ComplaintNumber, _ chance: Chance) {
    self.ask(CaseAction(number, .reply(CasePlan("查勘后修复。")), by: "zhang"))
  }

  func handle(_ number: ComplaintNumber, _ chance: Chance) {
    // Whoever may not go on yet waits for the decision.
    if let state = self.company.dispatch.tables.cases[number]?.state, state == .returned || state == .escalated {
      return self.world.after(.day) { self.handle(number, chance) }
    }
    self.ask(
      CaseAction(
        number, .handle(result: "已处理。", reason: "当场处理", evaluation: CustomerEvaluation(isAccepted: true)), by: "zhang"))
  }

  func evaluate(_ number: ComplaintNumber, _ chance: Chance) {
    self.ask(CaseAction(number, .evaluate(CustomerEvaluation(isAccepted: true)), by: "zhang"))
  }

  /// What was given back goes to the project department, what is in dispute goes on, by whoever may decide by then.
  func decide(_ number: ComplaintNumber, _ chance: Chance) {
    let state = self.company.dispatch.tables.cases[number]?.state
    let deed: CaseAction.Deed =
      state == .escalated
      ? .decide(.work, reason: "继续处理") : .assign(.projectDepartment)
    self.ask(CaseAction(number, deed, by: "zhao", authority: .leader))
  }

  func ask(_ action: CaseAction) {
    self.company.dispatch.perform(.onCase(action), about: self.world.story(about: action.number.text)) { answer in
      self.heard(answer, action.number) { self.ask(action) }
    }
  }

  func survey(_ number: RepairOrderNumber, _ chance: Chance) {
    var chance = chance
    let judgement: Judgement = chance.happens(0.2) ? .builder : .developerGap
    self.ask(.survey(number, judgement: judgement, finding: "防水层失效", by: "wang"), number)
  }

  /// What was not clear on the spot is judged by customer service; where no contractor repairs, the unit reports it done.
  func judge(_ number: ComplaintNumber, _ chance: Chance) {
    var chance = chance
    let request = JudgementRequest(
      judgement: chance.pick([.builder, .developerGoodwill, .explainOnly, .owner]), subpart: nil, reason: "据现场查勘判定",
      by: "zhao", consentBy: "zhao", repairBy: nil)
    self.ask(JudgementAction(number, .judge(request), by: "zhao"))
  }

  func ask(_ action: JudgementAction) {
    self.company.dispatch.perform(.onJudgement(action), about: self.world.story(about: action.number.text)) { answer in
      self.heard(answer, action.number) { self.ask(action) }
    }
  }

  func accept(_ number: RepairOrderNumber, _ chance: Chance) {
    guard let order = self.company.contractors.tables.orders[number], let story = self.story(of: order.complaint) else {
      return
    }
    if order.reworks < story.unaccepted {
      self.ask(.refuseAcceptance(number, reason: "仍渗漏", by: "chen"), number)
    } else {
      self.ask(.accept(number, by: "chen"), number)
    }
  }

  func sign(_ number: RepairOrderNumber, _ chance: Chance) {
    guard let order = self.company.contractors.tables.orders[number], let story = self.story(of: order.complaint) else {
      return
    }
    if order.reworks < story.unaccepted + story.unsigned {
      self.ask(.refuseSignature(number, reason: "墙面未恢复"), number)
    } else {
      self.ask(.sign(number, opinion: nil), number)
    }
  }

  func ask(_ action: ContractorsAction, _ number: RepairOrderNumber) {
    self.company.contractors.perform(action, about: self.world.story(about: number.complaint.text)) { answer in
      self.heard(answer, number.complaint) { self.ask(action, number) }
    }
  }

  func answer(_ number: CallbackNumber, _ chance: Chance) {
    guard let story = self.story(of: number.complaint) else { return }
    var chance = chance
    let isSatisfied = number.kind == .milestone || number.round > story.dissatisfied
    let low = isSatisfied ? 4 : 1
    guard let scores = Scores(quality: low, speed: chance.number(low...5), staff: chance.number(low...5)) else {
      return
    }
    // He who has handled the case may not ask about it.
    if chance.happens(0.1) { self.ask(number, scores, by: "zhang") }
    self.ask(number, scores, by: "sun")
  }

  func ask(_ number: CallbackNumber, _ scores: Scores, by caller: String) {
    let story = self.world.story(about: number.complaint.text)
    self.company.callback.perform(.answer(number, scores, remark: nil, by: caller), about: story) { answer in
      self.heard(answer, number.complaint) { self.ask(number, scores, by: caller) }
    }
  }

  private func heard<Tables>(
    _ answer: SimulatedService<Tables>.Answer, _ complaint: ComplaintNumber, again: @escaping () -> Void
  ) {
    switch answer {
    case .done: break
    case .refused(let failure):
      self.world.note("town", complaint.text, "is refused", failure.words)
    case .unavailable: self.world.after(self.world.timing.number(.minute...30 * .minute), again)
    }
  }
}

extension HandlingFailure {
  fileprivate var words: String {
    switch self {
    case .rejected(let rejected): rejected.faults.first?.message ?? ""
    case .retry(let reason): reason
    }
  }
}
