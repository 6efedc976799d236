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
    switch chance.number(0...7) {
    case 0: self.ask(CaseAction(number, .assign(.designDepartment), by: "zhou"))
    case 1: self.ask(CaseAction(number, .handle(result: "已处理。"), by: "zhou"))
    case 2: self.ask(CaseAction(number, .reply(plan: "另行答复。"), by: "zhou"))
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
