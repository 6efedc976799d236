import TestSupport

@testable import DurableMessaging

/// One lane with its table, two relays that compete for it, and a broker that confirms, refuses, forgets and dawdles.
///
/// A transaction takes its ids when it writes and is seen when it commits, so that rows of one that takes long appear
/// below ids that were read. Rows of one subject are written by one transaction at a time, as its aggregate is locked.
struct LaneHistory {
  typealias Machine = LaneStateMachine<Int>

  struct Row {
    let id: Int64
    let subject: String
    /// Counts the messages of the subject from 1.
    let number: Int
  }

  private struct Relay {
    var machine: Machine
    var underWay: [Machine.Publication] = []
  }

  private(set) var table: [Row] = []
  /// By subject, how many messages were committed, and how many arrived.
  private(set) var committed: [String: Int] = [:]
  private(set) var received: [String: Int] = [:]
  private(set) var inversions: [String] = []
  private var generator: SeededGenerator
  private var now = ContinuousClock.now
  private var relays: [Relay]
  private var lockHolder: Int?
  /// Transactions that have written and not committed, by what they have written.
  private var open: [[Row]] = []
  private var lastID: Int64 = 0
  private var rowsByID: [Int64: Row] = [:]
  /// Messages that were given up by their sender and are still on their way.
  private var stray: [Int64] = []

  init(generator: SeededGenerator) {
    self.generator = generator
    let machine = Machine(now: self.now)
    self.relays = [Relay(machine: machine), Relay(machine: machine)]
  }

  /// One random event.
  mutating func happen() {
    self.now += .milliseconds(Int.random(in: 0...40, using: &self.generator))
    let relay = Int.random(in: 0...1, using: &self.generator)
    switch Int.random(in: 0..<100, using: &self.generator) {
    case 0..<20: self.write()
    case 20..<35: self.commit()
    case 35..<65: self.work(relay)
    case 65..<88: self.answer(relay, succeeds: true)
    case 88..<92: self.answer(relay, succeeds: false)
    case 92..<95: self.loseSession(relay, isNoticed: true)
    case 95..<96: self.loseSession(relay, isNoticed: false)
    case 96..<97: self.loseLink(relay)
    default: self.deliverStray()
    }
  }

  /// Nothing fails any more, and time goes on until everything must have arrived.
  mutating func calm() {
    while !self.open.isEmpty { self.commit() }
    for _ in 0..<2_000 {
      self.now += .milliseconds(20)
      for relay in self.relays.indices {
        self.work(relay)
        while !self.relays[relay].underWay.isEmpty { self.answer(relay, succeeds: true) }
      }
      self.deliverStray()
    }
  }

  private mutating func write() {
    let busy = Set(self.open.joined().map(\.subject))
    let free = (0..<5).map { "s\($0)" }.filter { !busy.contains($0) }
    guard !free.isEmpty else { return }
    var rows: [Row] = []
    for subject in free.shuffled(using: &self.generator).prefix(Int.random(in: 1...2, using: &self.generator)) {
      for step in 1...Int.random(in: 1...3, using: &self.generator) {
        self.lastID += 1
        rows.append(Row(id: self.lastID, subject: subject, number: self.committed[subject, default: 0] + step))
      }
    }
    self.open.append(rows)
  }

  private mutating func commit() {
    guard let index = self.open.indices.randomElement(using: &self.generator) else { return }
    for row in self.open.remove(at: index) {
      self.committed[row.subject, default: 0] += 1
      self.rowsByID[row.id] = row
      self.table.append(row)
    }
    self.table.sort { $0.id < $1.id }
    for relay in self.relays.indices where Bool.random(using: &self.generator) {
      self.relays[relay].machine.wake(now: self.now)
    }
  }

  /// What the relay's loop does in one round trip.
  private mutating func work(_ relay: Int) {
    let step = self.relays[relay].machine.step(now: self.now)
    guard !step.isEmpty else { return }
    if step.triesLock {
      if self.lockHolder == nil { self.lockHolder = relay }
      self.relays[relay].machine.lockAnswered(self.lockHolder == relay, now: self.now)
      return
    }
    // Reads and deletes travel on the session that has the lock: without it they fail, and the relay knows.
    guard self.lockHolder == relay else { return self.restart(relay) }
    self.table.removeAll { step.deletes.contains($0.id) }
    self.relays[relay].machine.deleteAnswered(step.deletes)
    guard let known = step.readsWithout else { return }
    let read = self.table.filter { !known.contains($0.id) }.prefix(Machine.window)
      .map { (id: $0.id, subject: $0.subject, payload: $0.number) }
    self.relays[relay].underWay += self.relays[relay].machine.readAnswered(read, now: self.now)
  }

  private mutating func answer(_ relay: Int, succeeds: Bool) {
    guard let index = self.relays[relay].underWay.indices.randomElement(using: &self.generator) else { return }
    let publication = self.relays[relay].underWay.remove(at: index)
    if succeeds {
      self.arrive(publication.id)
      if let next = self.relays[relay].machine.published(publication, now: self.now) {
        self.relays[relay].underWay.append(next)
      }
    } else {
      // Refused, or taken with the confirm lost.
      if Bool.random(using: &self.generator) { self.arrive(publication.id) }
      self.relays[relay].machine.publishFailed(publication, now: self.now)
    }
  }

  private mutating func loseLink(_ relay: Int) {
    for publication in self.relays[relay].underWay {
      if Bool.random(using: &self.generator) { self.arrive(publication.id) }
      self.relays[relay].machine.publishFailed(publication, now: self.now)
    }
    self.relays[relay].underWay = []
  }

  /// The lock goes with the session. Whoever does not notice goes on sending what it has read.
  private mutating func loseSession(_ relay: Int, isNoticed: Bool) {
    if self.lockHolder == relay { self.lockHolder = nil }
    if isNoticed { self.restart(relay) }
  }

  /// A crash looks the same from outside: what was under way is on its way, or is not.
  private mutating func restart(_ relay: Int) {
    if self.lockHolder == relay { self.lockHolder = nil }
    for publication in self.relays[relay].underWay where Bool.random(using: &self.generator) {
      self.stray.append(publication.id)
    }
    // Some senders learn late what became of their message.
    self.relays[relay].underWay.removeAll { _ in Int.random(in: 0..<4, using: &self.generator) > 0 }
    self.relays[relay].machine.sessionLost(now: self.now)
  }

  private mutating func deliverStray() {
    guard let index = self.stray.indices.randomElement(using: &self.generator) else { return }
    self.arrive(self.stray.remove(at: index))
  }

  /// The receiver drops what it has had.
  private mutating func arrive(_ id: Int64) {
    guard let row = self.rowsByID[id] else { return }
    let last = self.received[row.subject, default: 0]
    if row.number <= last { return }
    if row.number != last + 1 { self.inversions.append("\(row.subject): \(row.number) after \(last)") }
    self.received[row.subject] = row.number
  }
}
