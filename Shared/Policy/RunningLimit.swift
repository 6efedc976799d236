package import Foundation
package import WorkCalendar

/// A limit that runs: from what it started with follow its due date and the explanation, whenever somebody asks.
///
/// It keeps the policy version that it started with. While it is paused it has no due date; what was left of it when
/// the pause began goes on when the pause ends.
package struct RunningLimit: Sendable, Hashable {
  /// How long it may take.
  package enum Terms: Sendable, Hashable {
    case limit(Limit)
    /// A date that somebody was promised, such as that of a stage in the customer's plan.
    case promised(Date)
  }

  package struct Pause: Sendable, Hashable, Codable {
    package let from: Date
    /// Nil while it lasts.
    package fileprivate(set) var until: Date?

    package init(from: Date, until: Date?) {
      self.from = from
      self.until = until
    }
  }

  package let rule: RuleID
  package let terms: Terms
  package let policy: PolicyReference
  package let startedAt: Date
  /// In their order; none begins before the one before it has ended.
  package private(set) var pauses: [Pause]
  /// The time agreed with the customer for this step, which replaces the limit; nil again when it is cancelled.
  package var appointment: Date?

  package init(
    rule: RuleID, _ terms: Terms, policy: PolicyReference, startedAt: Date, pauses: [Pause] = [],
    appointment: Date? = nil
  ) {
    self.rule = rule
    self.terms = terms
    self.policy = policy
    self.startedAt = startedAt
    self.pauses = pauses
    self.appointment = appointment
  }

  package var isPaused: Bool { self.pauses.last.map { $0.until == nil } ?? false }

  /// Stops the timer; nothing happens to one that is paused already.
  package mutating func pause(at instant: Date) {
    guard !self.isPaused else { return }
    self.pauses.append(Pause(from: max(instant, self.pauses.last?.until ?? self.startedAt), until: nil))
  }

  /// Lets the timer go on; nothing happens to one that runs.
  package mutating func resume(at instant: Date) {
    guard self.isPaused, let last = self.pauses.indices.last else { return }
    self.pauses[last].until = max(instant, self.pauses[last].from)
  }

  /// When the limit runs out; nil while it is paused, unless it had run out before or there is an appointment.
  package func due(_ calendar: WorkCalendar) -> DueDate? {
    if let appointment { return calendar.due(atAppointment: appointment) }
    return self.stretches(calendar).last?.due
  }
}

// MARK: - Storage

extension RunningLimit: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, limit, promised, policy, startedAt, pauses, appointment
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      rule: try fields.decode(RuleID.self, forKey: .rule),
      try fields.decodeIfPresent(Limit.self, forKey: .limit).map(Terms.limit)
        ?? .promised(fields.decode(Date.self, forKey: .promised)),
      policy: try fields.decode(PolicyReference.self, forKey: .policy),
      startedAt: try fields.decode(Date.self, forKey: .startedAt),
      pauses: try fields.decode([Pause].self, forKey: .pauses),
      appointment: try fields.decodeIfPresent(Date.self, forKey: .appointment))
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(self.rule, forKey: .rule)
    switch self.terms {
    case .limit(let limit): try fields.encode(limit, forKey: .limit)
    case .promised(let date): try fields.encode(date, forKey: .promised)
    }
    try fields.encode(self.policy, forKey: .policy)
    try fields.encode(self.startedAt, forKey: .startedAt)
    try fields.encode(self.pauses, forKey: .pauses)
    try fields.encodeIfPresent(self.appointment, forKey: .appointment)
  }
}

// MARK: - Pauses

extension RunningLimit {
  /// From a start or the end of a pause to the next pause, or to the due date.
  struct Stretch {
    /// What the limit would come to without another pause; nil of the time that a pause lasts.
    let due: DueDate?
    /// How many days were used up in the stretches before.
    let counted: Int
    let pause: (pause: Pause, left: Remainder)?
  }

  /// In days the day on which a pause begins is used up, and the day on which it ends is not counted, as the trigger day is not
  /// a pause within one day changes nothing, and each further working day of it moves the due date by one.
  func stretches(_ calendar: WorkCalendar) -> [Stretch] {
    var stretches: [Stretch] = []
    var left = Remainder(self.terms)
    var (start, counted) = (self.startedAt, 0)
    for pause in self.pauses {
      let due = left.due(after: start, calendar)
      // It had run out before the pause, which changes nothing any more.
      guard pause.from < due.instant else { break }
      let rest = left.rest(from: start, to: pause.from, due: due, calendar)
      stretches.append(Stretch(due: due, counted: counted, pause: (pause, rest)))
      counted += max(0, left.amount - rest.amount)
      left = rest
      guard let end = pause.until else {
        stretches.append(Stretch(due: nil, counted: counted, pause: nil))
        return stretches
      }
      start = end
    }
    stretches.append(Stretch(due: left.due(after: start, calendar), counted: counted, pause: nil))
    return stretches
  }

  /// What is left of a limit.
  enum Remainder: Equatable {
    case workingDays(Int)
    case calendarDays(Int)
    /// What is left of months, which do not roll off rest days.
    case fixedDays(Int)
    case months(Int)
    case seconds(Double)
    case workingDaySeconds(Double)
    /// All of what was promised: a day, and what is left of it once it stood still are the working days up to it.
    case promised(Date)

    init(_ terms: Terms) {
      switch terms {
      case .limit(let limit): self.init(limit)
      case .promised(let date): self = .promised(date)
      }
    }

    private init(_ limit: Limit) {
      self =
        switch limit.unit {
        case .workingDays: .workingDays(limit.amount)
        case .calendarDays: .calendarDays(limit.amount)
        case .weeks: .calendarDays(limit.amount * 7)
        case .months: .months(limit.amount)
        case .hours: .seconds(Double(limit.amount) * 3600)
        case .workingDayHours: .workingDaySeconds(Double(limit.amount) * 3600)
        }
    }

    /// In days; 0 of what is not counted in days.
    var amount: Int {
      switch self {
      case .workingDays(let days), .calendarDays(let days), .fixedDays(let days): days
      case .months, .seconds, .workingDaySeconds, .promised: 0
      }
    }

    func due(after start: Date, _ calendar: WorkCalendar) -> DueDate {
      switch self {
      // Nothing is left: it ends with the day on which it goes on, if people work then.
      case .workingDays(0): calendar.due(calendarDays: 0, after: start, rolling: true)
      case .workingDays(let days): calendar.due(workingDays: days, after: start)
      case .calendarDays(let days): calendar.due(calendarDays: days, after: start, rolling: true)
      case .fixedDays(let days): calendar.due(calendarDays: days, after: start, rolling: false)
      case .months(let months): calendar.due(months: months, after: start)
      case .seconds(let seconds): calendar.due(seconds: seconds, after: start)
      case .workingDaySeconds(let seconds): calendar.due(workingDaySeconds: seconds, after: start)
      case .promised(let date): calendar.due(atAppointment: date)
      }
    }

    /// What is left when a pause begins at `end`.
    func rest(from start: Date, to end: Date, due: DueDate, _ calendar: WorkCalendar) -> Remainder {
      let (first, last) = (calendar.day(of: start), calendar.day(of: end))
      let days = last.daysSinceEpoch - first.daysSinceEpoch
      return switch self {
      case .workingDays(let left): .workingDays(max(0, left - calendar.workingDays(after: first, through: last)))
      case .calendarDays(let left): .calendarDays(max(0, left - days))
      case .fixedDays(let left): .fixedDays(max(0, left - days))
      case .months: .fixedDays(max(0, due.day.daysSinceEpoch - last.daysSinceEpoch))
      case .seconds(let left): .seconds(max(0, left - end.timeIntervalSince(start)))
      case .workingDaySeconds(let left):
        .workingDaySeconds(max(0, left - calendar.workingDaySeconds(from: start, to: end)))
      case .promised(let date): .workingDays(calendar.workingDays(after: last, through: calendar.lastDay(of: date)))
      }
    }
  }
}
