import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// A service: its tables, its processes, and the shell that `UnitOfWork` is in the real world. What is decided, and in
/// which order of steps, is the production code's.
final class SimulatedService<Tables: ServiceTables> {
  typealias Action = Tables.Handler.Action

  unowned let world: World
  let service: Service
  private let handler: Tables.Handler
  private(set) var tables: Tables
  let durable = DurableTables()
  private let laneLocks = LaneLocks()
  private(set) var instances: [Instance] = []
  private var relays: [SimulatedRelay] = []
  var consumers: [QueueConsumer] = []
  /// Called when a transaction is committed.
  var committed: () -> Void = {}

  private var locks: [String: ObjectIdentifier] = [:]
  private var claims: [InboxID: ObjectIdentifier] = [:]
  private static var roundTrip: Span { 1 }

  init(_ world: World, _ service: Service, _ handler: Tables.Handler, _ tables: Tables, instances: Int) {
    self.world = world
    self.service = service
    self.handler = handler
    self.tables = tables
    self.instances = (1...instances).map { Instance(number: $0) }
    self.relays = self.instances.map { SimulatedRelay(world, service, self.durable, self.laneLocks, $0) }
    for instance in self.instances { instance.kill = { [unowned self, unowned instance] in self.kill(instance) } }
    for queue in world.queues where queue.service == service {
      let consumer = QueueConsumer(queue: queue, instance: self.instances[0])
      queue.arrived = { [unowned self, unowned consumer] in self.arrived(consumer) }
      self.consumers.append(consumer)
    }
  }

  // MARK: - Processes

  /// One that is there; nil when none is.
  func instance() -> Instance? {
    let alive = self.instances.filter(\.isUp)
    return alive.count < 2 ? alive.first : self.world.timing.pick(alive)
  }

  private func kill(_ instance: Instance) {
    instance.die()
    self.relays[instance.number - 1].die()
    self.locks = self.locks.filter { $0.value != ObjectIdentifier(instance) }
    self.claims = self.claims.filter { $0.value != ObjectIdentifier(instance) }
    for consumer in self.consumers where consumer.instance === instance {
      consumer.isBusy = false
      if let other = self.instance() { consumer.instance = other }
      consumer.loseChannel()
    }
    self.world.agenda.add(at: self.world.now + self.world.timing.number(.second...2 * .minute)) {
      instance.start()
      self.world.note(self.service.rawValue, "", "process \(instance.number) starts again")
      self.relays[instance.number - 1].connect()
      for consumer in self.consumers { self.arrived(consumer) }
      self.fire()
      self.sweep()
    }
  }

  func after(_ delay: Span, _ instance: Instance, _ action: @escaping () -> Void) {
    let life = instance.life
    self.world.agenda.add(at: self.world.now + delay) {
      if instance.life == life { action() }
    }
  }

  // MARK: - Transactions

  /// One transaction: locks and claims, loads, decides, writes, commits, and answers.
  /// - Parameters:
  ///   - begun: reads what else it needs, when its locks are there.
  ///   - settled: writes about its inputs, with the commit.
  func transact(
    on instance: Instance, about story: Int, _ inputs: [Input<Action>], claiming ids: [InboxID] = [],
    unwilling: @escaping () -> Set<UUID> = { [] }, begun: @escaping () -> Void = {},
    deciding decide: @escaping (inout BatchDecision<UnwillingHandler<Tables.Handler>>) throws -> Void,
    settled: @escaping (BatchDecision<UnwillingHandler<Tables.Handler>>) -> Void, done: @escaping ((any Error)?) -> Void
  ) {
    let keys = self.tables.locks(for: inputs)
    // Waits for whoever has them, as a statement of the real world would.
    guard keys.allSatisfy({ self.locks[$0] == nil }), ids.allSatisfy({ self.claims[$0] == nil }) else {
      return self.after(2 * Self.roundTrip, instance) {
        self.transact(
          on: instance, about: story, inputs, claiming: ids, unwilling: unwilling, begun: begun, deciding: decide,
          settled: settled, done: done)
      }
    }
    for key in keys { self.locks[key] = ObjectIdentifier(instance) }
    for id in ids { self.claims[id] = ObjectIdentifier(instance) }
    let release = {
      for key in keys { self.locks[key] = nil }
      for id in ids { self.claims[id] = nil }
    }
    begun()
    let state = self.tables.load(inputs)
    self.after(Self.roundTrip, instance) {
      if self.world.crashes(self.service, instance, story, .load) { return }
      var decision = BatchDecision(
        handler: UnwillingHandler(handler: self.handler, unwilling: unwilling()), service: self.service,
        retryPolicy: RetryPolicy(), now: self.world.clock, state: state,
        random: self.world.identifiers())
      do {
        try decide(&decision)
      } catch {
        release()
        return done(error)
      }
      let ids = self.durable.drawOutboxIDs(decision.outbox.count)
      self.after(self.world.timing.number(1...3), instance) {
        if self.world.crashes(self.service, instance, story, .decision) { return }
        release()
        if let error = self.commit(decision, ids, settled, instance, story) { return done(error) }
        let isUnknown = self.world.faults.strikes(.unknown, 0.003, story, .commit)
        if self.world.crashes(self.service, instance, story, .commit) { return }
        if isUnknown { self.world.note(self.service.rawValue, "", "does not hear of its commit") }
        self.after(Self.roundTrip, instance) {
          done(isUnknown ? PostgresError(.connectionLost, stage: .commit) : nil)
        }
      }
    }
  }

  private func commit(
    _ decision: BatchDecision<UnwillingHandler<Tables.Handler>>, _ ids: [Int64],
    _ settled: (BatchDecision<UnwillingHandler<Tables.Handler>>) -> Void,
    _ instance: Instance, _ story: Int
  ) -> (any Error)? {
    if self.world.faults.strikes(.rollback, 0.003, story, .commit) {
      self.world.note(self.service.rawValue, "", "cannot commit")
      return PostgresError(.connectionLost, stage: .commit)
    }
    do throws(PostgresError) {
      try self.tables.store(decision.state)
    } catch {
      self.world.note(self.service.rawValue, "", "is refused by the database", "\(error)")
      return error
    }
    self.durable.append(decision.outbox, ids)
    self.durable.change(decision.deadlines, decision.postponed, now: self.world.now)
    settled(decision)
    for row in decision.outbox { self.world.published(row, by: self.service) }
    for setting in decision.deadlines.toSet { self.planFire(at: self.world.span(of: setting.deadline.dueAt)) }
    for failure in decision.postponed { self.planFire(at: self.world.now + Int(failure.delay / .milliseconds(1)) + 1) }
    self.planSweep()
    self.committed()
    self.wakeRelays(decision.outbox, instance)
    return nil
  }

  /// The process that has committed wakes its own relay; another's finds the rows when it polls.
  private func wakeRelays(_ rows: [OutboxRow], _ instance: Instance) {
    guard !rows.isEmpty else { return }
    let lanes = LaneSet(rows.map { LaneSet(rawValue: 1 << $0.lane) })
    for (relay, other) in zip(self.relays, self.instances) {
      self.after(other === instance ? Self.roundTrip : .second, other) { relay.wake(lanes) }
    }
  }

  private func planFire(at time: Span) {
    self.world.agenda.add(at: time + 5) { self.fire() }
  }

  private func planSweep() {
    guard let next = self.durable.nextSweep(now: self.world.now) else { return }
    self.world.agenda.add(at: next) { self.sweep() }
  }
}
