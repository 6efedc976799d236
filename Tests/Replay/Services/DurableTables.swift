import DispatchService
import DurableMessaging
import Foundation
import Messages

/// A service's inbox, outbox and deadlines.
final class DurableTables {
  struct InboxRow {
    let subject: String
    let arrival: Int
    var state: InboxSettlement.State
    var attempts: Int
    /// By the world's time, as the database's clock is.
    var nextAttempt: Span?
    var envelope: [UInt8]?
  }

  struct DeadlineRow {
    var stored: StoredDeadline
    var retryAt: Span?
  }

  private(set) var inbox: [InboxID: InboxRow] = [:]
  /// Those that are not processed and not in quarantine, in the order of arrival.
  private(set) var waiting: [InboxID] = []
  private(set) var outbox: [[(id: Int64, row: OutboxRow)]] = Array(repeating: [], count: LaneSet.count)
  private(set) var deadlines: [DeadlineKey: DeadlineRow] = [:]
  private var lastArrival = 0
  private var outboxCount = 0
  private var lastOutboxID: Int64 = 0

  var isOutboxEmpty: Bool { self.outboxCount == 0 }

  // MARK: - Inbox

  /// It is not known, or it was refused and its sender has sent it again.
  func isNew(_ candidate: InboxCandidate) -> Bool {
    guard let known = self.inbox[candidate.id] else { return true }
    return known.state == .quarantined && candidate.sendings > 0
  }

  func enter(_ candidates: [InboxCandidate]) {
    for candidate in candidates where self.isNew(candidate) {
      self.lastArrival += 1
      self.inbox[candidate.id] = InboxRow(
        subject: candidate.subject, arrival: self.lastArrival, state: .processed, attempts: 0)
    }
  }

  func settle(_ settlements: [InboxSettlement], now: Span) {
    for settlement in settlements {
      guard var row = self.inbox[settlement.id] else { continue }
      row.state = settlement.state
      row.attempts = settlement.attempts
      row.nextAttempt = settlement.delay.map { now + Int($0 / .milliseconds(1)) }
      row.envelope = settlement.state == .processed ? nil : settlement.envelope ?? row.envelope
      self.inbox[settlement.id] = row
      let isWaiting = settlement.state == .retrying || settlement.state == .parked
      if let position = self.waiting.firstIndex(of: settlement.id) {
        if !isWaiting { self.waiting.remove(at: position) }
      } else if isWaiting {
        let position = self.waiting.firstIndex { (self.inbox[$0]?.arrival ?? 0) > row.arrival }
        self.waiting.insert(settlement.id, at: position ?? self.waiting.count)
      }
    }
  }

  func isWaiting(_ subject: WaitingSubject) -> Bool {
    self.waiting.contains { $0.consumer == subject.consumer && self.inbox[$0]?.subject == subject.subject }
  }

  /// Those whose time has come, in order of arrival: to be tried again, and of each subject that nothing is tried again
  /// for, the first that was parked.
  func dueMessages(now: Span, limit: Int) -> [InboxCandidate] {
    var ahead: Set<WaitingSubject> = []
    for id in self.waiting {
      guard let row = self.inbox[id], row.state == .retrying else { continue }
      ahead.insert(WaitingSubject(consumer: id.consumer, subject: row.subject))
    }
    var due: [InboxCandidate] = []
    for id in self.waiting {
      guard let row = self.inbox[id], due.count < limit else { continue }
      let isDue =
        if row.state == .retrying {
          row.nextAttempt.map { $0 <= now } ?? false
        } else {
          ahead.insert(WaitingSubject(consumer: id.consumer, subject: row.subject)).inserted
        }
      guard isDue else { continue }
      due.append(
        InboxCandidate(Arrival(id, kept: row.envelope ?? []), subject: row.subject, attempts: row.attempts))
    }
    return due
  }

  /// When a sweep next finds something; nil when nothing waits.
  func nextSweep(now: Span) -> Span? {
    let retries = self.waiting.compactMap { self.inbox[$0]?.nextAttempt }
    guard let earliest = retries.min() else { return self.waiting.isEmpty ? nil : now + .second }
    return Swift.max(earliest, now) + .second
  }

  // MARK: - Outbox

  /// Ids are drawn when rows are written, and seen when they are committed.
  func drawOutboxIDs(_ count: Int) -> [Int64] {
    (0..<count).map { _ in
      self.lastOutboxID += 1
      return self.lastOutboxID
    }
  }

  func append(_ rows: [OutboxRow], _ ids: [Int64]) {
    for (row, id) in zip(rows, ids) {
      let position = self.outbox[row.lane].firstIndex { $0.id > id }
      self.outboxCount += 1
      self.outbox[row.lane].insert((id, row), at: position ?? self.outbox[row.lane].count)
    }
  }

  func delete(lane: Int, ids: [Int64]) {
    let unwanted = Set(ids)
    let before = self.outbox[lane].count
    self.outbox[lane].removeAll { unwanted.contains($0.id) }
    self.outboxCount -= before - self.outbox[lane].count
  }

  // MARK: - Deadlines

  func change(_ changes: DeadlineChanges, _ postponed: [PostponedDeadline], now: Span) {
    for key in changes.toCancel { self.deadlines[key] = nil }
    // The daily look at a project sets the next one for ever; a run has to come to rest, and does without.
    for setting in changes.toSet where setting.deadline.name != DailyLook.deadline {
      self.deadlines[setting.deadline.key] = DeadlineRow(
        stored: StoredDeadline(deadline: setting.deadline, correlationID: setting.correlationID, attempts: 0))
    }
    for failure in postponed {
      guard let row = self.deadlines[failure.key] else { continue }
      self.deadlines[failure.key] = DeadlineRow(
        stored: StoredDeadline(
          deadline: row.stored.deadline, correlationID: row.stored.correlationID, attempts: row.stored.attempts + 1),
        retryAt: now + Int(failure.delay / .milliseconds(1)))
    }
  }

  func dueDeadlines(clock: Date, now: Span) -> [StoredDeadline] {
    self.deadlines.values
      .filter { $0.stored.deadline.dueAt <= clock && ($0.retryAt.map { $0 <= now } ?? true) }
      .map(\.stored)
      .sorted { ($0.deadline.dueAt, $0.deadline.key) < ($1.deadline.dueAt, $1.deadline.key) }
  }
}
