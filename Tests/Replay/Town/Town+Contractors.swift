import ContractorsDomain
import Foundation
import Messages
import Messaging

/// What contractors' systems report: late, twice, about others' orders, and sometimes only when they are reminded.
extension Town {
  private var letterbox: Letterbox { Letterbox(world: self.world) }

  func complete(_ number: RepairOrderNumber, _ occasion: Int, _ chance: Chance) {
    guard let order = self.company.contractors.tables.orders[number], let story = self.story(of: order.complaint),
      let commission = order.commission
    else { return }
    guard !story.isContractorForgetful || occasion > 1 else {
      return self.world.after(20 * .day) { self.remind(number, occasion) }
    }
    self.report(commission, "\(commission.number.text.replacing("/", with: "-"))-\(occasion)", story)
    self.world.after(10 * .day) { self.remind(number, occasion) }
    if let strange = story.strangeCompletion, occasion == 1 { self.report(strange, commission, story, chance) }
  }

  /// The work is still open, and nobody has heard of it.
  private func remind(_ number: RepairOrderNumber, _ occasion: Int) {
    guard let order = self.company.contractors.tables.orders[number], let story = self.story(of: order.complaint),
      let commission = order.commission, order.awaitsCompletion, order.reworks + 1 == occasion
    else { return }
    self.world.note("town", number.text, "is reminded")
    self.report(commission, "\(commission.number.text.replacing("/", with: "-"))-\(occasion)-r\(self.world.now)", story)
    self.world.after(10 * .day) { self.remind(number, occasion) }
  }

  /// Any of several reports may be the one that counts, so that each may be refused.
  private func report(_ commission: Commission, _ reference: String, _ story: Story) {
    self.send(
      reference, commission.number, by: commission.contractor, words: nil, id: reference, .either, story)
  }

  private func report(_ strange: StrangeCompletion, _ commission: Commission, _ story: Story, _ chance: Chance) {
    var chance = chance
    let reference = "\(commission.number.text.replacing("/", with: "-"))-1"
    let other = Self.firms.first { $0.code != commission.contractor }?.code ?? commission.contractor
    self.world.after(chance.number(0...3 * .day)) {
      let (number, holder) = (commission.number, commission.contractor)
      switch strange {
      case .sameMessage: self.send(reference, number, by: holder, words: nil, id: reference, .either, story)
      case .sameWords: self.send(reference, number, by: holder, words: nil, id: "\(reference)-s", .either, story)
      case .otherReference:
        self.send("\(reference)-o", number, by: holder, words: nil, id: "\(reference)-o", .either, story)
      case .otherWords: self.send(reference, number, by: holder, words: "完工", id: "\(reference)-w", .either, story)
      case .ofAnother: self.send("\(reference)-f", number, by: other, words: nil, id: "\(reference)-f", .broken, story)
      case .ofNothing:
        let nothing = CommissionNumber(prefix: number.prefix, worksNumber: number.worksNumber, serial: 9_999)
        self.send("\(reference)-n", nothing, by: holder, words: nil, id: "\(reference)-n", .broken, story)
      }
    }
  }

  private func send(
    _ reference: String, _ commission: CommissionNumber, by holder: ContractorCode, words: String?, id: String,
    _ expectation: Expectation, _ story: Story
  ) {
    let report = RepairCompletionReported(
      reference: reference, commission: commission, completedAt: self.world.clock.addingTimeInterval(-60), report: words
    )
    guard let body = try? MessageCoding.encode(report) else { return }
    self.world.note("contractor", commission.text, "reports the work done", reference)
    self.letterbox.send(
      self.letterbox.message(
        body, type: RepairCompletionReported.type, id: id, by: holder.text.lowercased()), expectation,
      about: story.number)
  }
}
