import AMQP
import CoreMetrics
import FoundationEssentials
package import Logging
import Messages
import NIOConcurrencyHelpers
package import Postgres

/// Publishes what transactions have left in the outbox, each subject in order, and deletes what the broker has confirmed.
///
/// Any number of processes may run one: a lane is published by whoever holds its lock. All lanes of a process share one
/// session, on which they also read and delete: when it is lost, so are the locks, and nobody can go on unknowingly.
package final class OutboxRelay: Sendable {
  typealias Machine = LaneStateMachine<AMQPMessage>

  fileprivate struct State {
    var machines: [Machine]
    var health = OutboxHealth()
    var lastFailureLog: ContinuousClock.Instant?
    /// When the loop looks again by itself.
    var nextLook: ContinuousClock.Instant
  }

  private static let backlogInterval: Duration = .seconds(5)
  private static let stopLimit: Duration = .seconds(5)

  private let configuration: PostgresConfiguration
  private let publisher: any MessagePublisher
  private let commits: CommitSignals
  private let logger: Logger
  private let state: NIOLockedValueBox<State>
  private let stop: GracefulStop

  /// - Parameter configuration: its search path is the service's schema.
  package init(
    configuration: PostgresConfiguration, publisher: any MessagePublisher, commits: CommitSignals, logger: Logger
  ) {
    self.configuration = configuration
    self.publisher = publisher
    self.commits = commits
    self.logger = logger
    let now = ContinuousClock.now
    let machines = Array(repeating: Machine(now: now), count: LaneSet.count)
    self.state = NIOLockedValueBox(State(machines: machines, nextLook: now))
    self.stop = GracefulStop(waking: commits.outbox)
  }

  package var health: OutboxHealth { self.state.withLockedValue { $0.health } }

  /// Relays until the task is cancelled; then waits up to five seconds for what is under way. What the broker has not
  /// confirmed by then stays in the table.
  package func run() async {
    await self.stop.run(finishingWithin: Self.stopLimit) {
      var backoff = Pause()
      while !self.stop.isRequested && !Task.isCancelled {
        do throws(PostgresError) {
          let session = try await PostgresSession.connect(configuration: self.configuration, logger: self.logger)
          let error = await self.serve(session) { backoff = Pause() }
          await session.close()
          self.sessionLost()
          if let error { throw error }
        } catch {
          self.logger.warning("The outbox waits for the database.", metadata: ["reason": "\(error)"])
          await self.commits.outbox.wait(atMost: backoff.next())
        }
      }
    }
  }

  /// Works with one session until it is lost or the relay is to stop.
  private func serve(_ session: PostgresSession, onSuccess: () -> Void) async -> PostgresError? {
    await withDiscardingTaskGroup(returning: PostgresError?.self) { group in
      // What is under way is given up with the session; what arrives all the same is dropped by the receivers.
      defer { group.cancelAll() }
      var nextBacklog = ContinuousClock.now
      while !Task.isCancelled {
        if self.stop.isRequested && self.state.withLockedValue({ $0.stop() }) { return nil }
        let now = ContinuousClock.now
        let isBacklogDue = now >= nextBacklog
        var round = self.beginRound(now)
        if round.steps.isEmpty && !isBacklogDue {
          let nextLook = self.state.withLockedValue { $0.planLook(before: nextBacklog) }
          await self.commits.outbox.wait(atMost: nextLook - now)
          continue
        }
        if isBacklogDue {
          round.backlog = round.pipeline.add(OutboxTable.Backlog())
          nextBacklog = now + Self.backlogInterval
        }
        do throws(PostgresError) {
          let publications = try self.finish(round, try await session.execute(round.pipeline))
          onSuccess()
          for (lane, publication) in publications {
            group.addTask { await self.publish(publication, lane: lane) }
          }
        } catch {
          return error
        }
      }
      return nil
    }
  }

  private func beginRound(_ now: ContinuousClock.Instant) -> Round {
    let woken = self.commits.takeLanes()
    let steps = self.state.withLockedValue { state in
      state.machines.indices.map { lane in
        if woken.contains(lane: lane) { state.machines[lane].wake(now: now) }
        return state.machines[lane].step(now: now)
      }
    }
    return Round(steps)
  }

  private func finish(
    _ round: Round, _ results: PipelineResults
  ) throws(PostgresError) -> [(lane: Int, publication: Machine.Publication)] {
    let answers = try round.answers(results)
    let now = ContinuousClock.now
    if let lanes = answers.backlog { self.report(lanes) }
    return self.state.withLockedValue { state in
      var publications: [(lane: Int, publication: Machine.Publication)] = []
      for answer in answers.lanes {
        if let isOurs = answer.isOurs { state.machines[answer.lane].lockAnswered(isOurs, now: now) }
        state.machines[answer.lane].deleteAnswered(answer.deleted)
        guard let read = answer.read else { continue }
        publications += state.machines[answer.lane].readAnswered(read, now: now).map { (answer.lane, $0) }
      }
      state.health.lanesHeld = state.machines.count(where: \.isHeld)
      return publications
    }
  }

  /// Publishes a message, and when it is confirmed the next of its subject, as long as there is one.
  private func publish(_ first: Machine.Publication, lane: Int) async {
    var publication: Machine.Publication? = first
    while let current = publication {
      publication = nil
      do throws(AMQPError) {
        try await self.publisher.publish(current.payload)
        publication = self.confirmed(current, lane: lane)
      } catch  where error.code == .unroutable && Self.mayBeUnread(current.payload) {
        publication = self.confirmed(current, lane: lane)
      } catch {
        self.failed(current, lane: lane, error)
      }
    }
  }

  /// Some messages are for whoever outside wants to read them, and perhaps nobody does.
  private static func mayBeUnread(_ message: AMQPMessage) -> Bool {
    Catalogue.entry(of: message.routingKey)?.consumers.isEmpty ?? false
  }

  private func confirmed(_ publication: Machine.Publication, lane: Int) -> Machine.Publication? {
    let (next, isDueSooner) = self.state.withLockedValue { state in
      // The loop may not have heard of it yet, and the next message would have to be waited for.
      if self.stop.isRequested { _ = state.stop() }
      let next = state.machines[lane].published(publication, now: .now)
      state.health.lastFailure = nil
      if !state.health.unroutable.isEmpty { state.health.unroutable.remove(publication.payload.routingKey) }
      return (next, state.isDueSooner(lane))
    }
    if isDueSooner { self.commits.outbox.signal() }
    return next
  }

  private func failed(_ publication: Machine.Publication, lane: Int, _ error: AMQPError) {
    let now = ContinuousClock.now
    let isLogged = self.state.withLockedValue { state in
      state.machines[lane].publishFailed(publication, now: now)
      guard error.code != .cancelled && error.code != .closed else { return false }
      state.health.lastFailure = "\(error)"
      if error.code == .unroutable { state.health.unroutable.insert(publication.payload.routingKey) }
      // A broker that is away fails every message, again and again.
      if let last = state.lastFailureLog, now - last < .seconds(60) { return false }
      state.lastFailureLog = now
      return true
    }
    if isLogged {
      self.logger.log(
        level: error.code == .unroutable ? .error : .warning,
        error.code == .unroutable
          ? "No queue takes a message; it is tried again until one does."
          : "A message was not confirmed; it is sent again until it is.",
        metadata: [
          "message_type": "\(publication.payload.routingKey)", "exchange": "\(publication.payload.exchange)",
          "lane": "\(lane)", "reason": "\(error)",
        ])
    }
    self.commits.outbox.signal()
  }

  private func sessionLost() {
    self.state.withLockedValue { state in
      for lane in state.machines.indices { state.machines[lane].sessionLost(now: .now) }
      state.health.lanesHeld = 0
      state.health.oldestSeconds = nil
    }
  }

  private func report(_ lanes: [OutboxTable.Backlog.Lane]) {
    let byLane = Dictionary(lanes.map { ($0.lane, $0) }, uniquingKeysWith: { first, _ in first })
    for lane in 0..<LaneSet.count {
      let dimensions = [("lane", "\(lane)")]
      Gauge(label: "outbox_pending", dimensions: dimensions).record(byLane[lane]?.pending ?? 0)
      Gauge(label: "outbox_oldest_seconds", dimensions: dimensions).record(byLane[lane]?.oldestSeconds ?? 0)
    }
    self.state.withLockedValue { $0.health.oldestSeconds = lanes.map(\.oldestSeconds).max() ?? 0 }
  }
}

extension OutboxRelay.State {
  /// Lets nothing new begin; true when nothing is under way or left to delete.
  fileprivate mutating func stop() -> Bool {
    for lane in self.machines.indices { self.machines[lane].stop() }
    return self.machines.allSatisfy(\.isDrained)
  }

  fileprivate mutating func planLook(before limit: ContinuousClock.Instant) -> ContinuousClock.Instant {
    self.nextLook = self.machines.compactMap { $0.nextStep() }.reduce(limit) { min($0, $1) }
    return self.nextLook
  }

  /// The loop has to be woken: the lane has something to do before the loop looks by itself.
  fileprivate mutating func isDueSooner(_ lane: Int) -> Bool {
    guard let next = self.machines[lane].nextStep(), next < self.nextLook else { return false }
    self.nextLook = next
    return true
  }
}
