import Foundation
import Messaging

/// Hands each deed to a worker when its time has come.
actor Diary {
  private let clock: any ServiceClock
  /// What is due later is never done.
  private let until: Date
  private let workers: Int
  private var agenda = Agenda<Deed>()
  private var idle: [CheckedContinuation<Deed?, Never>] = []
  private var alarm: (dueAt: Date, task: Task<Void, Never>)?
  private var isClosed = false

  init(clock: any ServiceClock, until: Date, workers: Int) {
    self.clock = clock
    self.until = until
    self.workers = workers
  }

  func add(_ deeds: [Deed]) {
    for deed in deeds { self.agenda.add(deed, at: deed.dueAt) }
    self.handOut()
  }

  /// The next deed that is due, as soon as one is. Asking for it says that the one before is done.
  /// - Returns: nil when the diary is closed.
  func next() async -> Deed? {
    if self.isClosed { return nil }
    if let deed = self.takeDue() { return deed }
    return await withCheckedContinuation { continuation in
      self.idle.append(continuation)
      self.setAlarm()
    }
  }

  /// Strikes out what nobody has begun with.
  func cancel(where isUnwanted: @Sendable (Deed) -> Bool) -> [Deed] {
    self.agenda.removeAll(where: isUnwanted)
  }

  /// Nobody does anything, and there is nothing left that would be done before the end.
  var isEmpty: Bool {
    self.idle.count == self.workers && (self.agenda.nextDueAt.map { $0 > self.until } ?? true)
  }

  func close() {
    self.isClosed = true
    self.alarm?.task.cancel()
    for worker in self.idle { worker.resume(returning: nil) }
    self.idle = []
  }

  private func takeDue() -> Deed? { self.agenda.takeFirst(dueBy: min(self.clock.now, self.until)) }

  private func handOut() {
    while !self.idle.isEmpty, let deed = self.takeDue() { self.idle.removeFirst().resume(returning: deed) }
    self.setAlarm()
  }

  /// One alarm at a time, for the earliest deed; none while everybody is busy, because they come back by themselves.
  private func setAlarm() {
    guard !self.idle.isEmpty, let dueAt = self.agenda.nextDueAt, dueAt <= self.until else { return }
    if let alarm, alarm.dueAt <= dueAt { return }
    self.alarm?.task.cancel()
    let task = Task { [clock] in
      guard (try? await clock.sleep(until: dueAt)) != nil else { return }
      self.ring()
    }
    self.alarm = (dueAt, task)
  }

  private func ring() {
    self.alarm = nil
    self.handOut()
  }
}
