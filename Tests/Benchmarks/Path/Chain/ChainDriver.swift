import Messages
import NIOConcurrencyHelpers

/// The world outside, which answers everything at once and is always satisfied.
final class ChainDriver: Sendable {
  private struct State {
    var reported = 0
    var closed = 0
    var heard = 0
    /// Cases in which there is nothing to repair, until they are answered.
    var unrepaired: Set<String> = []
    var failure: (any Error)?
  }

  static let heardTypes: [any Message.Type] = Catalogue.entries.filter { $0.producer != .outside }.map(\.message)

  private let cases: Int
  private let run: String
  private let inbound: Inbound
  private let contractor: Contractor
  private let desks: [Service: Desk]
  private let state = NIOLockedValueBox(State())
  private let reports = AsyncStream.makeStream(of: Int.self)
  private let commissions = AsyncStream.makeStream(of: String.self)

  init(cases: Int, run: String, inbound: Inbound, contractor: Contractor, ports: [Service: UInt16]) throws {
    self.cases = cases
    self.run = run
    self.inbound = inbound
    self.contractor = contractor
    self.desks = try ports.mapValues { try Desk(port: $0) }
  }

  var closed: Int { self.state.withLockedValue { $0.closed } }
  var heard: Int { self.state.withLockedValue { $0.heard } }
  var repetitions: Int { self.desks.values.reduce(0) { $0 + $1.repetitions } }

  /// Reports the first `open` cases; each further one when one is closed. Returns when all are closed.
  func drive(open: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for desk in self.desks.values { group.addTask { try await desk.run() } }
      group.addTask {
        try await withThrowingDiscardingTaskGroup { sending in
          for await number in self.reports.stream {
            sending.addTask { try await self.inbound.send(ReportedComplaint(number, of: self.run)) }
          }
        }
      }
      group.addTask {
        try await withThrowingDiscardingTaskGroup { sending in
          for await commission in self.commissions.stream {
            sending.addTask { try await self.contractor.complete(commission) }
          }
        }
      }
      for _ in 0..<min(open, self.cases) { self.reportNext() }
      group.addTask { try await self.untilClosed() }
      for try await _ in group where self.closed >= self.cases { self.close() }
    }
  }

  func hear(_ events: [HeardEvent]) {
    self.state.withLockedValue { $0.heard += events.count }
    for event in events { self.answer(event) }
  }

  private func answer(_ event: HeardEvent) {
    switch event.type {
    case CaseAssigned.type:
      self.fillIn(.reply(event.subject))
      if event.text("surveyDueAt") == nil { self.state.withLockedValue { _ = $0.unrepaired.insert(event.subject) } }
    case CaseReplied.type:
      // Whoever has nothing to repair settles the matter once he has answered: a later answer would be refused.
      if self.state.withLockedValue({ $0.unrepaired.remove(event.subject) }) != nil {
        self.fillIn(.handled(event.subject))
      }
    case RepairRequested.type: self.fillIn(.survey(event.subject))
    case RepairCommissioned.type: event.text("commission").map { _ = self.commissions.continuation.yield($0) }
    case RepairCompleted.type: event.text("order").map { self.fillIn(.acceptance($0)) }
    case RepairAccepted.type: event.text("order").map { self.fillIn(.signature($0)) }
    case CallbackScheduled.type:
      if event.text("kind") == CallbackKind.closing.rawValue { event.text("callback").map { self.fillIn(.answer($0)) } }
    case CaseClosed.type:
      self.state.withLockedValue { $0.closed += 1 }
      self.reportNext()
    default: break
    }
  }

  private func fillIn(_ form: Form) {
    self.desks[form.service]?.fillIn(form)
  }

  private func reportNext() {
    let number = self.state.withLockedValue { state -> Int? in
      guard state.reported < self.cases else { return nil }
      state.reported += 1
      return state.reported - 1
    }
    if let number { self.reports.continuation.yield(number) }
  }

  /// Nothing has happened for half a minute: what is missing will not come.
  private func untilClosed() async throws {
    var (heard, changed) = (0, ContinuousClock.now)
    while self.closed < self.cases {
      try await Task.sleep(for: .milliseconds(10))
      if self.heard != heard { (heard, changed) = (self.heard, .now) }
      guard ContinuousClock.now - changed < .seconds(30) else {
        throw BenchmarkError("Only \(self.closed) of \(self.cases) cases were closed.")
      }
    }
  }

  private func close() {
    for desk in self.desks.values { desk.close() }
    self.reports.continuation.finish()
    self.commissions.continuation.finish()
  }
}
