import DurableMessaging
import Messages

/// Publishes a service's outbox as `OutboxRelay` does, with the same machine for each lane.
final class SimulatedRelay {
  private typealias Machine = LaneStateMachine<OutboxRow>

  /// Only differences of instants matter.
  private static let origin = ContinuousClock.now
  private static let roundTrip: Span = 1

  private unowned let world: World
  private let service: Service
  private let durable: DurableTables
  private let locks: LaneLocks
  private let instance: Instance
  private var machines: [Machine]
  private var session: Int
  private var isSessionAlive = true
  private var isInRound = false
  private var nextLook: Span?

  init(_ world: World, _ service: Service, _ durable: DurableTables, _ locks: LaneLocks, _ instance: Instance) {
    self.world = world
    self.service = service
    self.durable = durable
    self.locks = locks
    self.instance = instance
    self.machines = []
    self.session = 0
    self.connect()
  }

  private var now: ContinuousClock.Instant { Self.instant(self.world.now) }

  private static func instant(_ span: Span) -> ContinuousClock.Instant { Self.origin + .milliseconds(span) }

  /// There may be something new in these lanes.
  func wake(_ lanes: LaneSet) {
    guard self.instance.isUp else { return }
    for lane in self.machines.indices where lanes.contains(LaneSet(rawValue: 1 << lane)) {
      self.machines[lane].wake(now: self.now)
    }
    self.look()
  }

  /// The process has died, and its session with it.
  func die() {
    self.locks.release(session: self.session)
    self.isInRound = false
    self.nextLook = nil
  }

  /// The process has started again, with nothing in its memory.
  func connect() {
    self.session = self.world.nextSession()
    self.isSessionAlive = true
    self.machines = Array(repeating: Machine(now: self.now), count: LaneSet.count)
    self.isInRound = false
    self.look()
  }

  private func look() {
    guard self.instance.isUp, !self.isInRound else { return }
    self.nextLook = nil
    if !self.isSessionAlive {
      self.session = self.world.nextSession()
      self.isSessionAlive = true
      for lane in self.machines.indices { self.machines[lane].sessionLost(now: self.now) }
    }
    var steps: [(lane: Int, step: Machine.Step)] = []
    for lane in self.machines.indices {
      let step = self.machines[lane].step(now: self.now)
      if !step.isEmpty { steps.append((lane, step)) }
    }
    guard !steps.isEmpty else { return self.planLook() }
    self.isInRound = true
    if self.world.faults.strikes(.lock, 0.004, 0, .round) {
      self.world.note(self.service.rawValue, "", "relay \(self.instance.number) loses its session")
      self.locks.release(session: self.session)
      self.isSessionAlive = false
      return self.after(self.world.timing.number(1...10 * .second)) {
        self.isInRound = false
        self.look()
      }
    }
    let answers = steps.map { self.execute($0.lane, $0.step) }
    self.after(Self.roundTrip) { self.finish(answers) }
  }

  private struct Answer {
    let lane: Int
    let isOurs: Bool?
    let deleted: [Int64]
    let read: [(id: Int64, subject: String, payload: OutboxRow)]?
  }

  private func execute(_ lane: Int, _ step: Machine.Step) -> Answer {
    if !step.deletes.isEmpty { self.durable.delete(lane: lane, ids: step.deletes) }
    let read = step.readsWithout.map { known in
      let known = Set(known)
      return self.durable.outbox[lane].lazy.filter { !known.contains($0.id) }.prefix(Machine.window)
        .map { (id: $0.id, subject: $0.row.subject, payload: $0.row) }
    }
    return Answer(
      lane: lane, isOurs: step.triesLock ? self.locks.take(lane, session: self.session) : nil, deleted: step.deletes,
      read: read.map { Array($0) })
  }

  private func finish(_ answers: [Answer]) {
    self.isInRound = false
    if self.world.crashes(self.service, self.instance, 0, .round) { return }
    for answer in answers {
      if let isOurs = answer.isOurs { self.machines[answer.lane].lockAnswered(isOurs, now: self.now) }
      self.machines[answer.lane].deleteAnswered(answer.deleted)
      guard let read = answer.read else { continue }
      for publication in self.machines[answer.lane].readAnswered(read, now: self.now) {
        self.publish(publication, answer.lane)
        if self.world.plan.mutation == .publishAhead { self.publishAhead(of: publication, read) }
      }
    }
    self.look()
  }

  private func publish(_ publication: Machine.Publication, _ lane: Int) {
    let row = publication.payload
    let story = self.world.story(about: row.subject)
    if self.world.plan.mutation == .deleteBeforeConfirm { self.durable.delete(lane: lane, ids: [publication.id]) }
    // 0: arrives and is confirmed; 1: arrives, and nobody knows; 2: does not arrive.
    let loss = self.world.faults.strikes(.confirm, 0.004, story, .publishing) ? self.world.timing.number(1...2) : 0
    let latency = self.world.latency(about: story)
    if loss < 2 { self.world.send(row.transport, .good, about: story, after: latency) }
    self.after(latency + Self.roundTrip) {
      if loss == 0 {
        if let next = self.machines[lane].published(publication, now: self.now) { self.publish(next, lane) }
      } else {
        self.world.note(self.service.rawValue, row.subject, "\(row.routingKey) is not confirmed")
        self.machines[lane].publishFailed(publication, now: self.now)
      }
      if self.world.crashes(self.service, self.instance, story, .confirm) { return }
      self.planLook()
    }
  }

  /// See `Mutation.publishAhead`.
  private func publishAhead(
    of publication: Machine.Publication, _ read: [(id: Int64, subject: String, payload: OutboxRow)]
  ) {
    for row in read where row.subject == publication.payload.subject && row.id > publication.id {
      let story = self.world.story(about: row.subject)
      self.world.send(row.payload.transport, .good, about: story, after: self.world.latency(about: story))
    }
  }

  /// Looks again when a machine wants it, as long as there is something to do: an idle relay of the real world polls, here
  /// a commit is enough.
  private func planLook() {
    guard !self.isInRound, !self.durable.isOutboxEmpty || !self.isDrained, let next = self.nextStep else { return }
    let time = Swift.max(Int(((next - Self.origin) / .milliseconds(1)).rounded(.up)), self.world.now)
    if let planned = self.nextLook, planned <= time { return }
    self.nextLook = time
    self.after(time - self.world.now) {
      guard self.nextLook == time else { return }
      self.look()
    }
  }

  // By index: a loop over the machines would copy each of them.
  private var isDrained: Bool { self.machines.indices.allSatisfy { self.machines[$0].isDrained } }

  private var nextStep: ContinuousClock.Instant? {
    self.machines.indices.reduce(nil) { earliest, lane in
      guard let next = self.machines[lane].nextStep() else { return earliest }
      return earliest.map { Swift.min($0, next) } ?? next
    }
  }

  private func after(_ delay: Span, _ action: @escaping () -> Void) {
    let life = self.instance.life
    self.world.agenda.add(at: self.world.now + delay) {
      if self.instance.life == life { action() }
    }
  }
}
