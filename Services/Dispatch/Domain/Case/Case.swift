package import Foundation
package import Messages

/// One complaint on its way to the end (state machine 3.1).
///
/// `CaseProcess` changes it. What queries ask for stands in fields of its own, the rest in `course`.
package struct Case: Sendable, Equatable {
  package let number: ComplaintNumber
  package let receivedAt: Date
  /// What the customer wants; changes when the matter turns out to be another.
  package internal(set) var kind: ComplaintKind
  /// Without the home once the case is anonymised.
  package private(set) var address: UnitAddress
  package let buildingPart: BuildingPart

  package internal(set) var category: Category
  package internal(set) var grade: Grade
  package internal(set) var state: State
  /// The one unit that answers; with several units concerned, the lead.
  package internal(set) var unit: ResponsibleUnit?
  /// The trade of the repair that belongs to the case; nil where the unit settles the matter itself.
  package internal(set) var trade: Trade?
  /// Counts from 1; each dissatisfied callback and each reopening begins the next.
  package internal(set) var round: Int

  // The stamps of the stages, of the latest time each was reached.
  package internal(set) var verifiedAt: Date?
  package internal(set) var assignedAt: Date?
  package internal(set) var repliedAt: Date?
  package internal(set) var surveyedAt: Date?
  package internal(set) var startedAt: Date?
  package internal(set) var handledAt: Date?
  /// When the customer accepted the work of this round.
  package internal(set) var evaluatedAt: Date?
  package internal(set) var closedAt: Date?

  /// How it ended; nil while it is open.
  package internal(set) var outcome: CloseOutcome?
  /// How often units gave it back.
  package internal(set) var returns: Int
  /// How many callbacks found the customer dissatisfied.
  package internal(set) var dissatisfied: Int
  package internal(set) var course: Course
  /// Until when customer service has to look at it, if nothing is recorded meanwhile; nil once it has ended.
  package internal(set) var followUpDueAt: Date?
  /// Counts the events published about the case.
  package internal(set) var version: Int64

  package init(
    number: ComplaintNumber, receivedAt: Date, kind: ComplaintKind, address: UnitAddress, buildingPart: BuildingPart,
    category: Category, grade: Grade, state: State = .registered, unit: ResponsibleUnit? = nil, trade: Trade? = nil,
    round: Int = 1, verifiedAt: Date? = nil, assignedAt: Date? = nil, repliedAt: Date? = nil, surveyedAt: Date? = nil,
    startedAt: Date? = nil, handledAt: Date? = nil, evaluatedAt: Date? = nil, closedAt: Date? = nil,
    outcome: CloseOutcome? = nil, returns: Int = 0, dissatisfied: Int = 0, course: Course = Course(),
    followUpDueAt: Date? = nil, version: Int64 = 0
  ) {
    self.number = number
    self.receivedAt = receivedAt
    self.kind = kind
    self.address = address
    self.buildingPart = buildingPart
    self.category = category
    self.grade = grade
    self.state = state
    self.unit = unit
    self.trade = trade
    self.round = round
    self.verifiedAt = verifiedAt
    self.assignedAt = assignedAt
    self.repliedAt = repliedAt
    self.surveyedAt = surveyedAt
    self.startedAt = startedAt
    self.handledAt = handledAt
    self.evaluatedAt = evaluatedAt
    self.closedAt = closedAt
    self.outcome = outcome
    self.returns = returns
    self.dissatisfied = dissatisfied
    self.course = course
    self.followUpDueAt = followUpDueAt
    self.version = version
  }

  /// The case of a complaint that is new in the register.
  package init(_ message: ComplaintRegistered) {
    self.init(
      number: message.complaint, receivedAt: message.receivedAt, kind: message.kind, address: message.unit,
      buildingPart: message.buildingPart, category: message.category, grade: message.grade)
  }

  /// The case of what was a suggestion so far, under the same number.
  ///
  /// - Parameter version: how many events were published about the suggestion.
  package init(_ message: ComplaintConverted, after version: Int64) {
    self.init(
      number: message.complaint, receivedAt: message.receivedAt, kind: message.kind, address: message.unit,
      buildingPart: message.buildingPart, category: message.category, grade: message.grade, version: version)
  }

  /// The next instant at which a limit of the case runs out, or the first that has; nil where none runs.
  package var nextDueAt: Date? { self.course.timers.filter(\.isRunning).map(\.dueAt).min() }

  package func timer(_ name: CaseDeadline) -> CaseTimer? { self.course.timers.first { $0.name == name } }

  /// Counts one more change, also one that no event tells.
  package mutating func nextRevision() { self.course.revision += 1 }

  /// Counts one more event about the case.
  package mutating func nextVersion() -> Int64 {
    self.version += 1
    return self.version
  }

  /// A contractor repairs, as far as it is judged: the place is surveyed, and the owner's signature for his work
  /// ends it. Where no contractor does, the unit reports the work done.
  package var waitsForSignature: Bool { self.trade != nil && (self.course.repairBy ?? .contractor) == .contractor }

  /// Notes that a stage was passed over, and why.
  mutating func skip(_ stage: Stage, because reason: String) {
    self.course.skipped.append(SkippedStage(stage: stage, reason: reason))
  }

  /// Takes away what tells of people: where they live, and what somebody has written of them.
  mutating func anonymise(at now: Date) {
    self.address = UnitAddress(
      project: self.address.project, building: self.address.building, unit: "", location: nil)
    self.course.anonymise(at: now)
  }

  // MARK: - Limits

  mutating func start(_ timer: CaseTimer?) {
    guard let timer else { return }
    self.course.timers.removeAll { $0.name == timer.name }
    self.course.timers.append(timer)
  }

  /// The step was taken that these limits wait for.
  mutating func meet(_ names: CaseDeadline..., at now: Date) {
    for index in self.course.timers.indices where names.contains(self.course.timers[index].name) {
      self.course.timers[index].end(at: now, met: true)
    }
  }

  /// Nobody owes these steps any more.
  mutating func drop(_ names: CaseDeadline..., at now: Date) {
    for index in self.course.timers.indices where names.contains(self.course.timers[index].name) {
      self.course.timers[index].end(at: now, met: false)
    }
  }

  mutating func dropAllTimers(at now: Date) {
    for index in self.course.timers.indices { self.course.timers[index].end(at: now, met: false) }
  }

  mutating func changeTimer(_ name: CaseDeadline, _ change: (inout CaseTimer) -> Void) {
    guard let index = self.course.timers.firstIndex(where: { $0.name == name }) else { return }
    change(&self.course.timers[index])
  }
}
