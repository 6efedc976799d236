import CallbackService
import ContractorsDomain
import ContractorsService
import DispatchDomain
import DispatchService
import IntakeDomain
import Messages

/// What people do though it is not the time for it, or not theirs to do: it has to be refused, or to do no harm.
extension Town {
  func planMeddling(_ story: Story) {
    var chance = Chance.of(self.world.plan.seed, 14, story.number)
    for _ in 0..<story.meddlings {
      let chance = Chance(seed: chance.next())
      var time = chance
      self.world.after(story.at + time.number(0...30 * .day)) { self.meddle(story, chance) }
    }
  }

  private func meddle(_ story: Story, _ chance: Chance) {
    let registered = self.company.intake.tables.registered.first { $0.report.reference == story.reference }
    guard let number = registered?.number else { return }
    var chance = chance
    let (order, round) = (RepairOrder.number(for: number), chance.number(1...3))
    self.world.note("town", number.text, "meddles")
    switch chance.number(0...11) {
    case 0: self.ask(CaseAction(number, .assign(.designDepartment), by: "zhou"))
    case 1: self.ask(CaseAction(number, .handle(result: "已处理。", reason: "当场处理"), by: "zhou"))
    case 2: self.ask(CaseAction(number, .reply(CasePlan("另行答复。")), by: "zhou"))
    case 8: self.ask(CaseAction(number, .giveBack(.notOurs, opinion: "非我部门职责"), by: "zhou"))
    case 9: self.ask(CaseAction(number, .dispute(opinions: "意见不一"), by: "zhou"))
    case 10: self.ask(CaseAction(number, .verify(findings: "属实"), by: "zhou"))
    case 11: self.ask(CaseAction(number, .start(reason: "先行处理"), by: "zhou"))
    case 3: self.ask(.survey(order, judgement: .developerGoodwill, finding: "未查明", by: "zhou"), order)
    case 4: self.ask(.accept(order, by: "zhou"), order)
    case 5: self.ask(.refuseSignature(order, reason: "不在家"), order)
    case 6: self.ask(.sign(order, opinion: "同意"), order)
    default:
      guard let scores = Scores(quality: 1, speed: 1, staff: 1) else { return }
      self.ask(
        CallbackNumber(complaint: number, kind: chance.pick(CallbackKind.known), round: round), scores, by: "zhou")
    }
  }
}
