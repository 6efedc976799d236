import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// What a fault finds before it: servers of its own, five services at work, and complaints that keep coming.
final class FaultWorld: Sendable {
  private struct Process: Hashable {
    let service: String
    let instance: Int
  }

  private struct State {
    var random: SeededGenerator
    var running: [Process: RunningCommand] = [:]
    var recoveries: [TimeInterval] = []
    var database = TestDatabase.current
    var companions: [any Sendable] = []
  }

  let servers = PrivateServers.current
  let broker = TestBroker.current
  /// What the services' connections lead through, as the fault's setup says.
  let lines: [TCPProxy]
  let services: FiveServices
  let load: Load
  let events: PublishedEvents
  private let state: Mutex<State>
  private let listening: Task<Void, Never>

  /// Starts everything, and returns when the first complaints have come to their end.
  init(_ setup: FaultSetup, random: SeededGenerator) async throws {
    self.state = Mutex(State(random: random))
    self.lines = setup.lines
    self.services = try FiveServices(instances: setup.instances, routes: setup.routes, settings: setup.settings)
    self.events = try PublishedEvents(url: Routes.url(TestBroker.current.amqpURL, by: setup.routes.outsideBroker))
    self.listening = Task { [events] in await events.run() }
    for service in FiveServices.names {
      for instance in 0..<setup.instances {
        let process = try self.services.start(service, instance: instance)
        self.state.withLock { $0.running[Process(service: service, instance: instance)] = process }
      }
    }
    for service in FiveServices.names {
      for instance in 0..<setup.instances { try await self.services.waitUntilReady(service, instance: instance) }
    }
    try await self.events.ready()
    self.load = try Load(self.services, seed: random.seed, settings: setup.outsideSettings)
    try await self.untilClosed(5)
  }

  deinit {
    self.listening.cancel()
    for line in self.lines { line.stop() }
    for process in self.state.withLock({ Array($0.running.values) }) { process.signal(SIGKILL) }
  }

  // MARK: - Chance and time

  func draw(_ range: ClosedRange<Int>) -> Int {
    self.state.withLock { Int.random(in: range, using: &$0.random) }
  }

  func shuffled<Element: Sendable>(_ elements: [Element]) -> [Element] {
    self.state.withLock { elements.shuffled(using: &$0.random) }
  }

  /// The fault goes on for so long. It is its length that is tested, so there is no fact to wait for.
  func lasting(_ length: Duration) async throws {
    let end = ContinuousClock.now + length
    try await eventually(within: length + .seconds(60), "\(length) to pass") { ContinuousClock.now >= end }
  }

  /// So many more cases come to their end.
  func untilClosed(_ count: Int) async throws {
    let wanted = self.load.closed + count
    try await eventually(within: .seconds(120), "\(count) more cases are closed; \(self.load.output.suffix(800))") {
      self.load.closed >= wanted
    }
  }

  /// A moment that the seed chooses, with work under way.
  func randomMoment() async throws {
    try await self.untilClosed(self.draw(2...12))
    try await self.lasting(.milliseconds(self.draw(0...150)))
  }

  /// Something that must go on for as long as the case does.
  func keep(_ companion: any Sendable) { self.state.withLock { $0.companions.append(companion) } }

  // MARK: - Services

  func start(_ service: String, instance: Int = 0, settings: [String: String] = [:]) throws {
    let process = try self.services.start(service, instance: instance, settings: settings)
    self.state.withLock { $0.running[Process(service: service, instance: instance)] = process }
  }

  func kill(_ service: String, instance: Int = 0) async throws {
    #expect(try await self.end(service, instance, SIGKILL, within: .seconds(10)) == 128 + SIGKILL)
  }

  /// Asks it to stop.
  /// - Returns: how long it took; its status must be 0.
  func stop(_ service: String, instance: Int = 0) async throws -> Duration {
    let start = ContinuousClock.now
    let status = try await self.end(service, instance, SIGTERM, within: .seconds(40))
    #expect(status == 0, "\(service): \(self.services.log(of: service, instance: instance).suffix(1500))")
    return ContinuousClock.now - start
  }

  /// What has not been killed stops when it is asked to.
  func stopAll() async throws {
    for process in self.state.withLock({ Array($0.running.keys) }) {
      _ = try await self.stop(process.service, instance: process.instance)
    }
  }

  private func end(_ service: String, _ instance: Int, _ signal: Int32, within limit: Duration) async throws -> Int32 {
    let key = Process(service: service, instance: instance)
    guard let process = self.state.withLock({ $0.running.removeValue(forKey: key) }) else {
      throw TestSupportError("\(service) does not run")
    }
    process.signal(signal)
    return try await TestSupport.within(limit, "\(service) ends") { await process.status }
  }

  // MARK: - Recovery

  /// Whatever was broken is whole again, as far as whoever mends it can see. Waits until the services are at their work:
  /// until the first case of a complaint that was handed in after this moment is closed.
  func recover() async throws {
    let ended = Date()
    let load = self.load
    try await eventually(
      within: .seconds(180), "a case handed in after the fault is closed; \(load.output.suffix(800))"
    ) {
      load.firstClosed(handedInAfter: ended) != nil
    }
    let seconds = load.firstClosed(handedInAfter: ended)?.timeIntervalSince(ended) ?? 0
    self.state.withLock { $0.recoveries.append(seconds) }
  }

  /// The longest of the case's recoveries.
  var secondsToRecover: TimeInterval? { self.state.withLock { $0.recoveries.max() } }

  /// Where the five schemas are: after a failover elsewhere.
  var database: TestDatabase {
    get { self.state.withLock { $0.database } }
    set { self.state.withLock { $0.database = newValue } }
  }
}
