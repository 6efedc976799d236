import DurableMessaging
import Foundation
import Messages
import Messaging

/// What everybody in a run shares: time, chance, faults, the broker, and the account of what has happened.
final class World {
  let plan: Plan
  var agenda = Agenda()
  var faults: Faults
  /// Draws how long things take.
  var timing: Chance
  let ledger = Ledger()
  private var broker: SimulatedBroker
  private(set) var history: History
  /// The first that was found; the run ends with it.
  private(set) var violation: Violation?
  /// How many events were handled, by all consumers.
  private(set) var handlings = 0
  private var identifierSeeds: Chance
  private var lastSession = 0
  private var stories: [String: Int] = [:]
  /// By how much the clocks have jumped ahead.
  private var jump: Span = 0

  /// Tuesday, the third of January 2023, eight in the morning in Shanghai.
  private static let origin = Date(timeIntervalSince1970: 1_672_704_000)

  init(_ plan: Plan, isWritten: Bool) {
    self.plan = plan
    var chance = Chance.of(plan.seed, 6)
    self.broker = SimulatedBroker(partitions: chance.pick([1, 1, 3]))
    self.faults = Faults(plan)
    self.timing = Chance.of(plan.seed, 3)
    self.identifierSeeds = Chance.of(plan.seed, 4)
    self.history = History(isWritten: isWritten)
  }

  // MARK: - Time

  var now: Span { self.agenda.now }

  /// What the services' clocks show.
  var clock: Date { Self.origin.addingTimeInterval(Double(self.now + self.jump) / 1_000) }

  /// When the clocks show this, if they do not jump again.
  func span(of date: Date) -> Span {
    Int((date.timeIntervalSince(Self.origin) * 1_000).rounded(.up)) - self.jump
  }

  func after(_ delay: Span, _ action: @escaping () -> Void) {
    self.agenda.add(at: self.now + delay, action)
  }

  func jumpAhead(by span: Span) {
    self.jump += span
  }

  // MARK: - Drawing

  func identifiers() -> Chance { Chance(seed: self.identifierSeeds.next()) }

  func nextSession() -> Int {
    self.lastSession += 1
    return self.lastSession
  }

  /// How long a message is on its way.
  func latency(about story: Int) -> Span {
    if self.faults.strikes(.delay, 0.003, story, .sending) { return self.timing.number(.second...20 * .minute) }
    if self.faults.strikes(.reorder, 0.05, story, .sending) { return self.timing.number(1...2 * .second) }
    return 1
  }

  // MARK: - Stories

  /// What is known of the subject's story: a message's subject is a number that was given late.
  func remember(_ subject: String, isAbout story: Int) {
    self.stories[subject] = story
  }

  /// 0 when it is about none.
  func story(about subject: String) -> Int {
    if let known = self.stories[subject] { return known }
    guard let end = subject.lastIndex(of: "-"), let known = self.stories[String(subject[..<end])] else { return 0 }
    return known
  }

  // MARK: - The broker

  var queues: [SimulatedQueue] { self.broker.queues }

  func send(_ message: TransportMessage, _ expectation: Expectation, about story: Int, after latency: Span) {
    let letter = Letter(message, expectation)
    self.after(latency) { self.broker.publish(letter) }
    guard self.faults.strikes(.double, 0.005, story, .sending) else { return }
    self.after(latency + self.timing.number(1...2 * .hour)) {
      self.note("broker", message.routingKey, "delivers once more")
      self.broker.publish(letter)
    }
  }

  // MARK: - What happens

  func note(_ actor: String, _ subject: String, _ what: String, _ detail: @autoclosure () -> String = "") {
    self.history.note(self.now, actor, subject, what, detail())
  }

  func fail(_ violation: Violation?) {
    guard let violation, self.violation == nil else { return }
    self.note("check", violation.subject, violation.rule, violation.detail)
    self.violation = violation
  }

  /// Lets the process die here, if that is its fate.
  func crashes(_ service: Service, _ instance: Instance, _ story: Int, _ place: FaultPlace) -> Bool {
    guard self.faults.strikes(.crash, 0.001, story, place) else { return false }
    self.note(service.rawValue, "", "process \(instance.number) dies", "at \(place)")
    instance.kill()
    return true
  }

  func published(_ row: OutboxRow, by service: Service) {
    self.note(service.rawValue, row.subject, row.routingKey, row.version.map { "version \($0)" } ?? "")
    self.fail(self.ledger.published(row, by: service))
  }

  func settled(_ candidate: InboxCandidate, _ state: InboxSettlement.State, by service: Service) {
    self.handlings += 1
    self.note(
      service.rawValue, candidate.subject, state.rawValue,
      (try? candidate.arrival.envelope.get())?.type ?? candidate.arrival.transport.routingKey)
    self.fail(self.ledger.settled(candidate, state, by: service))
  }
}
