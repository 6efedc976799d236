import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// Messages from the broker and from the inbox, and what people ask for: what `InboxConsumer`, `RetrySweeper` and
/// `UnitOfWork` do.
extension SimulatedService {
  private var batchDelay: Span { 5 }

  /// Something lies in a consumer's queue, or may.
  func arrived(_ consumer: QueueConsumer) {
    guard consumer.queue.count > 0 else { return }
    if !consumer.instance.isUp, let other = self.instance() { consumer.instance = other }
    guard !consumer.isBusy, consumer.instance.isUp else { return }
    consumer.isBusy = true
    let channel = consumer.channel
    self.after(self.batchDelay, consumer.instance) {
      guard consumer.channel == channel else { return }
      self.take(consumer)
    }
  }

  private func take(_ consumer: QueueConsumer) {
    let batch = consumer.take()
    let arrivals = batch.map {
      $0.parcel.letter.arrival(at: consumer.queue.consumer, isRedelivered: $0.parcel.returns > 0)
    }
    for (arrival, delivered) in zip(arrivals, batch) {
      self.world.ledger.expect(delivered.parcel.letter.expectation, of: arrival.key)
    }
    if self.world.plan.mutation == .acknowledgeFirst { consumer.acknowledge(batch.map(\.tag)) }
    let candidates = InboxCandidate.distinct(arrivals)
    let (instance, channel) = (consumer.instance, consumer.channel)
    self.loseLink(of: consumer, about: self.story(of: candidates), instance)
    self.handle(candidates, BatchIsolation(candidates), instance) {
      if self.world.crashes(self.service, instance, self.story(of: candidates), .acknowledgement) { return }
      if consumer.channel == channel { consumer.acknowledge(batch.map(\.tag)) }
      guard consumer.instance === instance else { return }
      consumer.isBusy = false
      self.arrived(consumer)
    }
  }

  /// The running batch goes on. Meanwhile another process may be given its messages; this one takes no others before.
  private func loseLink(of consumer: QueueConsumer, about story: Int, _ instance: Instance) {
    guard self.world.faults.strikes(.link, 0.004, story, .delivery) else { return }
    let channel = consumer.channel
    self.after(self.world.timing.number(0...4), instance) {
      guard consumer.channel == channel else { return }
      self.world.note(self.service.rawValue, consumer.queue.name, "loses its link to")
      if let other = self.instance(), other !== instance {
        consumer.instance = other
        consumer.isBusy = false
      }
      consumer.loseChannel()
    }
  }

  /// Holds the batch until the database has it.
  private func handle(
    _ candidates: [InboxCandidate], _ isolation: BatchIsolation<InboxCandidate>, _ instance: Instance,
    settled: @escaping () -> Void
  ) {
    guard let next = isolation.next else { return settled() }
    self.settle(next, from: .broker, instance) { error in
      var isolation = isolation
      switch error {
      case nil: isolation.succeeded()
      case let error as PostgresError where isolation.refused(error): break
      default:
        return self.after(self.world.timing.number(100...5_000), instance) {
          self.handle(candidates, BatchIsolation(candidates), instance, settled: settled)
        }
      }
      self.handle(candidates, isolation, instance, settled: settled)
    }
  }

  private func story(of candidates: [InboxCandidate]) -> Int {
    candidates.first.map { self.world.story(about: $0.subject) } ?? 0
  }

  private enum Source {
    case broker, inbox
  }

  private func settle(
    _ run: BatchIsolation<InboxCandidate>.Run, from source: Source, _ instance: Instance,
    done: @escaping ((any Error)?) -> Void
  ) {
    var fresh: [InboxCandidate] = []
    var blocked: Set<WaitingSubject> = []
    self.transact(
      on: instance, about: self.story(of: run.items), run.fault == nil ? run.items.compactMap { $0.input() } : [],
      claiming: run.items.map(\.id), unwilling: { self.unwilling(fresh) },
      begun: {
        switch source {
        case .broker:
          fresh = run.items.filter { self.durable.isNew($0) || self.world.plan.mutation == .forgetClaim }
          guard self.world.plan.mutation != .forgetBlocked, !self.durable.waiting.isEmpty else { return }
          blocked = Set(fresh.map(\.waitingSubject).filter { self.durable.isWaiting($0) })
        case .inbox:
          fresh = run.items.filter { candidate in
            guard let row = self.durable.inbox[candidate.id], row.attempts == candidate.attempts else { return false }
            return row.state == .retrying || row.state == .parked
          }
        }
      },
      deciding: {
        try $0.decide(fresh, blocked: blocked, condemnedFor: run.fault, isStored: source == .inbox)
      },
      settled: { decision in
        self.durable.enter(fresh)
        self.durable.settle(decision.settlements, now: self.world.now)
        for candidate in fresh {
          let row = self.durable.inbox[candidate.id]
          self.world.settled(candidate, row?.state ?? .processed, by: self.service)
        }
      }, done: done)
  }

  /// Those for which the handler says "not yet".
  private func unwilling(_ candidates: [InboxCandidate]) -> Set<UUID> {
    let unwilling = candidates.filter {
      self.world.faults.strikes(.notYet, 0.004, self.world.story(about: $0.subject), .decision)
    }
    return Set(unwilling.map(\.id.messageID))
  }

  // MARK: - Again

  func sweep() {
    guard let instance = self.instance(), !instance.isSweeping else { return }
    let due = self.durable.dueMessages(now: self.world.now, limit: 50)
    guard !due.isEmpty else { return }
    instance.isSweeping = true
    self.sweep(BatchIsolation(due), instance)
  }

  private func sweep(_ isolation: BatchIsolation<InboxCandidate>, _ instance: Instance) {
    guard let next = isolation.next else {
      instance.isSweeping = false
      return self.sweep()
    }
    self.settle(next, from: .inbox, instance) { error in
      var isolation = isolation
      switch error {
      case nil: isolation.succeeded()
      case let error as PostgresError where isolation.refused(error): break
      default:
        instance.isSweeping = false
        return self.after(.second, instance) { self.sweep() }
      }
      self.sweep(isolation, instance)
    }
  }

  // MARK: - Deadlines

  func fire() {
    guard let instance = self.instance(), !instance.isFiring else { return }
    let due = self.durable.dueDeadlines(clock: self.world.clock, now: self.world.now)
    guard !due.isEmpty else { return }
    instance.isFiring = true
    self.fire(BatchIsolation(Array(due.prefix(100))), instance)
  }

  private func fire(_ isolation: BatchIsolation<StoredDeadline>, _ instance: Instance) {
    guard let next = isolation.next else {
      instance.isFiring = false
      return self.fire()
    }
    var ours: [StoredDeadline] = []
    self.transact(
      on: instance, about: next.items.first.map { self.world.story(about: $0.deadline.subject) } ?? 0,
      next.fault == nil ? next.items.map { .deadline($0.deadline) } : [],
      begun: {
        ours = next.items.filter {
          let key = DeadlineKey(subject: $0.deadline.subject, name: $0.deadline.name)
          return self.durable.deadlines[key]?.stored.deadline.dueAt == $0.deadline.dueAt
        }
      },
      deciding: { $0.decide(ours, condemnedFor: next.fault) },
      settled: { _ in
        for stored in ours {
          self.world.note(self.service.rawValue, stored.deadline.subject, "fires", stored.deadline.name)
        }
      },
      done: { error in
        var isolation = isolation
        switch error {
        case nil: isolation.succeeded()
        case let error as PostgresError where isolation.refused(error): break
        default:
          instance.isFiring = false
          return self.after(.second, instance) { self.fire() }
        }
        self.fire(isolation, instance)
      })
  }

  // MARK: - People

  enum Answer {
    case done(Tables.Handler.Reply)
    case refused(HandlingFailure)
    /// Nobody is there, or nobody knows whether it was done.
    case unavailable
  }

  func perform(_ action: Action, about story: Int, attempt: Int = 1, _ answer: @escaping (Answer) -> Void) {
    guard let instance = self.instance() else { return answer(.unavailable) }
    let life = instance.life
    var reply: Tables.Handler.Reply?
    var isAnswered = false
    let answerOnce = { (given: Answer) in
      guard !isAnswered else { return }
      isAnswered = true
      answer(given)
    }
    // Who hears nothing asks again some day.
    self.world.agenda.add(at: self.world.now + .minute) { if instance.life != life { answerOnce(.unavailable) } }
    self.transact(
      on: instance, about: story, [.action(action)], deciding: { reply = try $0.decide(action) }, settled: { _ in },
      done: { error in
        switch error {
        case nil: answerOnce(reply.map { .done($0) } ?? .unavailable)
        case let failure as HandlingFailure: answerOnce(.refused(failure))
        case let error as PostgresError where error.blamesInput && attempt < 3:
          isAnswered = true
          self.perform(action, about: story, attempt: attempt + 1, answer)
        default: answerOnce(.unavailable)
        }
      })
  }
}
