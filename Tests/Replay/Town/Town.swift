import CallbackDomain
import ContractorsDomain
import ContractorsService
import DispatchDomain
import Foundation
import IntakeDomain
import IntakeService
import Messages

/// Everybody around the services. Each sees what has become of a case, and does what is his to do, in his own time.
final class Town {
  let world: World
  let company: Company
  let stories: [Story]
  private let storyOfReference: [String: Story]
  private var storyOfComplaint: [ComplaintNumber: Story] = [:]
  private var seenRegistrations = 0
  /// What somebody has been told to do already, and when.
  private var told: [Task: Span] = [:]

  /// Something to be done once: of one kind, about one complaint, for the how manieth time.
  struct Task: Hashable {
    enum Kind: Int {
      case assign, reply, handle, survey, judge, complete, accept, sign, answer, measure, evaluate, plan, decide
    }

    let kind: Kind
    let complaint: ComplaintNumber
    let occasion: Int
  }

  static let projects: [IntakeDomain.Project] = ["CLX", "HJY"].enumerated().compactMap { index, code in
    ProjectCode(code).map { IntakeDomain.Project(code: $0, name: code, worksNumber: index + 1) }
  }

  static let firms: [Contractor] = (1...3).compactMap { number in
    ContractorCode("WX-\(number)").map {
      // The first does half of the trades, the second the other half, and the third everything.
      Contractor(
        code: $0, name: "Firm \(number)",
        trades: Set(Trade.known.enumerated().filter { number == 3 || $0.offset % 2 == number - 1 }.map(\.element)),
        brokerUser: "wx-\(number)")
    }
  }

  init(_ world: World, _ company: Company) {
    self.world = world
    self.company = company
    self.stories = world.plan.complaints.map {
      Story(seed: world.plan.seed, number: $0, projects: Self.projects.map(\.code))
    }
    self.storyOfReference = Dictionary(self.stories.map { ($0.reference, $0) }) { first, _ in first }
  }

  func begin() {
    for project in Self.projects { self.register(project) }
    var chance = Chance.of(self.world.plan.seed, 12)
    for (index, firm) in Self.firms.enumerated() {
      // The one who does everything is sometimes listed late: orders wait for him.
      let delay = index == 0 ? 0 : chance.happens(0.3) ? chance.number(0...20) * Span.day : 0
      self.world.after(delay) { self.list(firm) }
    }
    for story in self.stories { self.planMeddling(story) }
    let office = PropertyOffice(world: self.world, intake: self.company.intake)
    for story in self.stories { self.world.after(story.at) { office.handIn(story) } }
  }

  private func register(_ project: IntakeDomain.Project) {
    self.company.intake.perform(.register(project), about: 0) { answer in
      if case .unavailable = answer { self.world.after(.minute) { self.register(project) } }
    }
  }

  private func list(_ firm: Contractor) {
    self.company.contractors.perform(.list(firm), about: 0) { answer in
      if case .unavailable = answer { self.world.after(.minute) { self.list(firm) } }
    }
  }

  func story(of complaint: ComplaintNumber) -> Story? { self.storyOfComplaint[complaint] }

  // MARK: - Seeing what has become of a case

  func sawComplaints() {
    let registered = self.company.intake.tables.registered
    for complaint in registered[self.seenRegistrations...] {
      guard let story = self.storyOfReference[complaint.report.reference] else { continue }
      self.storyOfComplaint[complaint.number] = story
      self.world.remember(complaint.number.text, isAbout: story.number)
    }
    self.seenRegistrations = registered.count
  }

  func sawCases() {
    for state in self.company.dispatch.tables.changed {
      switch state.state {
      case .registered, .verified:
        self.tell(.assign, state.number, 1, within: 3 * .day) { self.assign(state.number, $0) }
      case .assigned, .planned, .inProgress, .rework:
        if state.repliedAt == nil {
          self.tell(.reply, state.number, 1, within: 4 * .day) { self.reply(state.number, $0) }
        }
        if !state.waitsForSignature {
          self.tell(.handle, state.number, state.round, within: 5 * .day) { self.handle(state.number, $0) }
        }
      case .awaitingEvaluation:
        self.tell(.evaluate, state.number, state.round, within: 3 * .day) { self.evaluate(state.number, $0) }
      case .returned, .escalated:
        self.tell(.decide, state.number, state.returns, within: 2 * .day) { self.decide(state.number, $0) }
      default: break
      }
      if state.state == .rework {
        self.tell(.plan, state.number, state.round, within: 3 * .day) { self.reply(state.number, $0) }
      }
    }
  }

  func sawOrders() {
    for order in self.company.contractors.tables.changed {
      let occasion = order.reworks + 1
      if let commission = order.commission, let story = self.story(of: order.complaint) {
        self.world.remember(commission.number.text, isAbout: story.number)
      }
      switch order.state {
      case .created: self.tell(.survey, order.complaint, 1, within: 4 * .day) { self.survey(order.number, $0) }
      case .surveyed: self.tell(.judge, order.complaint, 1, within: 3 * .day) { self.judge(order.complaint, $0) }
      case .commissioned, .inWork:
        self.tell(.complete, order.complaint, occasion, within: 6 * .day) { self.complete(order.number, occasion, $0) }
      case .workDone:
        self.tell(.accept, order.complaint, occasion, within: 2 * .day) { self.accept(order.number, $0) }
      case .accepted: self.tell(.sign, order.complaint, occasion, within: 3 * .day) { self.sign(order.number, $0) }
      case .judged, .builderNotified, .answered, .signed, .closed, .cancelled: break
      }
    }
  }

  func sawCallbacks() {
    for complaint in self.company.callback.tables.changed {
      for callback in complaint.callbacks.values.sorted(by: { $0.number.text < $1.number.text }) {
        switch (callback.kind, callback.state) {
        case (.closing, .scheduled):
          self.tell(.answer, complaint.complaint, callback.number.round, within: 4 * .day) {
            self.answer(callback.number, $0)
          }
        case (.milestone, .due):
          self.tell(.measure, complaint.complaint, 1, within: 6 * .day) { self.answer(callback.number, $0) }
        default: break
        }
      }
    }
  }

  /// Somebody does it within this time, once; the chance is the task's own. Who was refused because his time had not come, or
  /// had gone, is told again when the follow-up of the case reminds him of it later.
  private func tell(
    _ kind: Task.Kind, _ complaint: ComplaintNumber, _ occasion: Int, within time: Span,
    _ act: @escaping (Chance) -> Void
  ) {
    let task = Task(kind: kind, complaint: complaint, occasion: occasion)
    guard let story = self.story(of: complaint) else { return }
    if let before = self.told[task], self.world.now - before < 30 * .day { return }
    self.told[task] = self.world.now
    var chance = Chance.of(self.world.plan.seed, 13, story.number, kind.rawValue, occasion)
    self.world.after(chance.number(.minute...time)) { act(chance) }
    // Two do the same without knowing of each other.
    guard chance.happens(0.05) else { return }
    self.world.after(chance.number(.minute...time)) { act(chance) }
  }
}
