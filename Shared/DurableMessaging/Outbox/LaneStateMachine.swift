/// One lane of the outbox: which rows to read, to publish and to delete, and when. No I/O, no clock.
///
/// Of one subject at most one message is under way, and the next leaves only when the broker has confirmed the one before
/// it. Rows are deleted after their confirm and never skipped, so that nothing is lost; what is sent twice is dropped by
/// the receivers, who know its id.
///
/// Every read begins at the lane's first row, and passes over those that are known. A mark ("above the last id seen")
/// would be cheaper while an old snapshot keeps deleted rows alive (1 ms in place of 9 ms after 100,000 deletes), but it
/// inverts order: a subject's row that commits late, below the mark, is not seen, and its successor above it is.
/// `LaneHistoryTests` found that. From the start, whoever sees the successor sees the row before it.
package struct LaneStateMachine<Payload: Sendable>: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private enum State {
    /// The lane is another process's, or nobody has asked yet. Left by `lockAnswered(true)`.
    case standby(nextTry: Instant)
    /// Left by `publishFailed` and `sessionLost`.
    case running
    /// The broker would not take a message. What is under way is waited for, nothing else leaves. Left by time, and by
    /// `sessionLost`.
    case backingOff(until: Instant)
  }

  private struct Row {
    let subject: String
    let payload: Payload
  }

  /// A message to be sent, and what to report about it afterwards.
  package struct Publication: Sendable {
    package let id: Int64
    package let payload: Payload
    /// Counts the sessions: what is reported about a message of an earlier one is of no interest.
    fileprivate let epoch: Int
  }

  /// What to do at the database now.
  package struct Step: Equatable {
    package var triesLock = false
    /// Rows to delete.
    package var deletes: [Int64] = []
    /// Read the lane from its start, without these rows.
    package var readsWithout: [Int64]?

    package var isEmpty: Bool { !self.triesLock && self.deletes.isEmpty && self.readsWithout == nil }
  }

  /// Rows that one read returns at most; also how many may wait for their confirm before no more are read.
  package static var window: Int { 256 }
  /// How long the first confirmed row waits for others to be deleted with.
  static var deleteDelay: Duration { .milliseconds(50) }
  private static var pollInterval: Duration { .seconds(1) }
  private static var lockInterval: Duration { .seconds(5) }
  private static var longestBackoff: Duration { .seconds(5) }

  private var state: State
  private var epoch = 0
  /// Everything that was read and is not deleted: rows are read again and must not be sent again.
  private var rows: [Int64: Row] = [:]
  /// Of each subject, what is not confirmed, in order; the first is under way.
  private var queues: [String: [Int64]] = [:]
  private var unconfirmed = 0
  private var confirmed: [Int64] = []
  private var firstConfirm: Instant?
  private var nextRead: Instant
  private var isReading = false
  private var failures = 0
  private var lastFailure: Instant?
  private var isStopping = false

  package init(now: Instant) {
    self.state = .standby(nextTry: now)
    self.nextRead = now
  }

  package var isHeld: Bool {
    if case .standby = self.state { false } else { true }
  }

  /// Nothing is under way and nothing is left to delete.
  package var isDrained: Bool { self.unconfirmed == 0 && self.confirmed.isEmpty }

  /// There may be something new.
  package mutating func wake(now: Instant) {
    self.nextRead = min(self.nextRead, now)
  }

  /// From now on nothing is read and no further message leaves.
  package mutating func stop() {
    self.isStopping = true
    self.forgetWaiting()
  }

  /// What is due. Every part of it must be answered, or the session given up.
  package mutating func step(now: Instant) -> Step {
    var step = Step()
    switch self.state {
    case .standby(let nextTry):
      step.triesLock = now >= nextTry && !self.isStopping
      return step
    case .backingOff(let until) where now >= until:
      self.state = .running
      self.nextRead = now
    case .backingOff, .running:
      break
    }
    let reads = self.readsAt.map { now >= $0 } ?? false
    // With a read at the latest: else what is confirmed would have to be passed over.
    if reads || self.deletesAt.map({ now >= $0 }) ?? false {
      step.deletes = self.confirmed
      self.confirmed = []
      self.firstConfirm = nil
    }
    if reads {
      self.isReading = true
      let deleted = Set(step.deletes)
      step.readsWithout = self.rows.keys.filter { !deleted.contains($0) }
    }
    return step
  }

  /// When `step` should be asked again, if nothing happens before.
  package func nextStep() -> Instant? {
    switch self.state {
    case .standby(let nextTry): self.isStopping ? nil : nextTry
    case .backingOff(let until): min(until, self.deletesAt ?? until)
    case .running: [self.readsAt, self.deletesAt].compactMap { $0 }.min()
    }
  }

  package mutating func lockAnswered(_ isOurs: Bool, now: Instant) {
    guard case .standby = self.state else { return }
    self.state = isOurs ? .running : .standby(nextTry: now + Self.lockInterval)
    self.nextRead = now
  }

  /// - Parameter read: the rows that were not known, in order, at most `window`.
  /// - Returns: what can leave at once.
  package mutating func readAnswered(_ read: [(id: Int64, subject: String, payload: Payload)], now: Instant)
    -> [Publication]
  {
    self.isReading = false
    guard case .running = self.state, !self.isStopping else { return [] }
    self.nextRead = read.count < Self.window ? now + Self.pollInterval : now
    var publications: [Publication] = []
    for (id, subject, payload) in read where self.rows[id] == nil {
      self.rows[id] = Row(subject: subject, payload: payload)
      self.unconfirmed += 1
      self.queues[subject, default: []].append(id)
      if self.queues[subject]?.count == 1 {
        publications.append(Publication(id: id, payload: payload, epoch: self.epoch))
      }
    }
    return publications
  }

  package mutating func deleteAnswered(_ ids: [Int64]) {
    for id in ids { self.rows[id] = nil }
  }

  /// - Returns: the next message of the same subject, which may leave now.
  package mutating func published(_ publication: Publication, now: Instant) -> Publication? {
    guard publication.epoch == self.epoch, let subject = self.rows[publication.id]?.subject else { return nil }
    self.unconfirmed -= 1
    self.confirmed.append(publication.id)
    if self.firstConfirm == nil { self.firstConfirm = now }
    self.queues[subject]?.removeFirst()
    guard let next = self.queues[subject]?.first, let row = self.rows[next] else {
      self.queues[subject] = nil
      return nil
    }
    return Publication(id: next, payload: row.payload, epoch: self.epoch)
  }

  /// The broker has not taken it, or it is not known whether it has: the lane stops, and after a pause begins anew with
  /// what it can read. What else is under way may still be confirmed.
  package mutating func publishFailed(_ publication: Publication, now: Instant) {
    guard publication.epoch == self.epoch, let subject = self.rows[publication.id]?.subject else { return }
    self.forgetWaiting()
    self.rows[publication.id] = nil
    self.queues[subject] = nil
    self.unconfirmed -= 1
    // A lost link fails everything under way at once: that is one failure.
    guard case .running = self.state else { return }
    let isSoon = self.lastFailure.map { now - $0 < Self.longestBackoff * 2 } ?? false
    self.failures = isSoon ? self.failures + 1 : 1
    self.lastFailure = now
    let pause = Duration.milliseconds(100) * (1 << min(self.failures - 1, 10))
    self.state = .backingOff(until: now + min(pause, Self.longestBackoff))
  }

  /// The session is gone, and with it the lock: another process may have the lane already.
  package mutating func sessionLost(now: Instant) {
    self.state = .standby(nextTry: now)
    self.epoch += 1
    self.rows = [:]
    self.queues = [:]
    self.unconfirmed = 0
    self.confirmed = []
    self.firstConfirm = nil
    self.isReading = false
  }

  private var readsAt: Instant? {
    guard case .running = self.state, !self.isReading, !self.isStopping, self.unconfirmed < Self.window else {
      return nil
    }
    return self.nextRead
  }

  private var deletesAt: Instant? {
    guard let firstConfirm = self.firstConfirm else { return nil }
    return self.confirmed.count >= Self.window || self.isStopping ? firstConfirm : firstConfirm + Self.deleteDelay
  }

  /// Forgets what has not left yet.
  private mutating func forgetWaiting() {
    for (subject, queue) in self.queues {
      for id in queue.dropFirst() { self.rows[id] = nil }
      self.unconfirmed -= queue.count - 1
      self.queues[subject] = [queue[0]]
    }
  }
}
