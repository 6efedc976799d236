package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// A limit of a case that runs, stands still or is over, with all that is needed to explain its date: it keeps the limit of
/// the policy version it started with.
package struct CaseTimer: Sendable, Equatable, Codable {
  /// How far whoever owes the step was reminded, and it was escalated. Each is reached once.
  package enum Told: String, Sendable, Codable {
    case nothing, reminded
    case unitHead = "unit-head"
    case manager, leader
  }

  /// What was left of a limit when it was stopped.
  package struct Remainder: Sendable, Equatable, Codable {
    package enum Unit: String, Sendable, Codable {
      case workingDays, calendarDays, seconds
      /// Seconds of working days.
      case workingDaySeconds
    }

    package let amount: Int
    package let unit: Unit
  }

  /// A time in which the limit stood still.
  package struct Pause: Sendable, Equatable, Codable {
    package let from: Date
    package let left: Remainder
    /// Nil while it lasts.
    package fileprivate(set) var until: Date?
  }

  package let name: CaseDeadline
  package let rule: RuleID
  /// Nil where a date was promised to the customer.
  package let limit: Limit?
  package let policy: PolicyReference
  package let startedAt: Date
  /// The first instant at which it is missed.
  package private(set) var dueAt: Date
  /// Agreed with the customer in place of the limit.
  package private(set) var appointment: Date?
  package private(set) var pauses: [Pause]
  package private(set) var told: Told
  package private(set) var endedAt: Date?
  /// The step was taken; false where nobody owes it any more.
  package private(set) var isMet: Bool

  init(
    _ name: CaseDeadline, rule: RuleID, limit: Limit?, policy: PolicyReference, startedAt: Date, dueAt: Date
  ) {
    self.name = name
    self.rule = rule
    self.limit = limit
    self.policy = policy
    self.startedAt = startedAt
    self.dueAt = dueAt
    self.appointment = nil
    self.pauses = []
    self.told = .nothing
    self.endedAt = nil
    self.isMet = false
  }

  package var isPaused: Bool { self.pauses.last.map { $0.until == nil } ?? false }
  package var isRunning: Bool { self.endedAt == nil && !self.isPaused }
  package var isMissed: Bool { self.told != .nothing && self.told != .reminded }

  mutating func end(at now: Date, met: Bool) {
    guard self.endedAt == nil else { return }
    self.endedAt = now
    self.isMet = met
  }

  mutating func tell(_ told: Told) { self.told = told }

  // MARK: - Appointments

  /// the appointment is the limit; without one the standard limit is back.
  mutating func appoint(_ appointment: Date?, calendar: WorkCalendar) {
    self.appointment = appointment
    self.dueAt = appointment ?? self.dueDate(calendar).instant
    self.told = .nothing
  }

  // MARK: - Standing still

  /// Keeps the working time that is left. A limit that was missed already, and an appointment, stay as they are.
  mutating func pause(at now: Date, calendar: WorkCalendar) {
    guard self.isRunning, self.appointment == nil, self.dueAt > now else { return }
    let last = calendar.lastDay(of: self.dueAt)
    let today = calendar.day(of: now)
    let left: Remainder =
      switch self.limit?.unit {
      case .hours: Remainder(amount: Int(self.dueAt.timeIntervalSince(now).rounded(.up)), unit: .seconds)
      case .workingDayHours:
        Remainder(
          amount: Int(calendar.workingDaySeconds(from: now, to: self.dueAt).rounded(.up)), unit: .workingDaySeconds)
      case .workingDays, nil:
        Remainder(amount: calendar.workingDays(after: today, through: last), unit: .workingDays)
      case .calendarDays, .weeks, .months:
        Remainder(amount: max(0, last.daysSinceEpoch - today.daysSinceEpoch), unit: .calendarDays)
      }
    self.pauses.append(Pause(from: now, left: left))
  }

  mutating func resume(at now: Date, calendar: WorkCalendar) {
    guard self.endedAt == nil, self.isPaused, let last = self.pauses.indices.last else { return }
    self.pauses[last].until = now
    self.dueAt = self.dueDate(calendar).instant
    self.told = .nothing
  }

  // MARK: - Dates

  /// How the date came about since the start, or since the limit last went on.
  package func dueDate(_ calendar: WorkCalendar) -> DueDate {
    if let appointment { return calendar.due(atAppointment: appointment) }
    if let pause = self.pauses.last, let until = pause.until {
      return switch pause.left.unit {
      case .workingDays: calendar.due(workingDays: pause.left.amount, after: until)
      case .calendarDays: calendar.due(calendarDays: pause.left.amount, after: until, rolling: true)
      case .seconds: calendar.due(atAppointment: until.addingTimeInterval(Double(pause.left.amount)))
      case .workingDaySeconds: calendar.due(workingDaySeconds: Double(pause.left.amount), after: until)
      }
    }
    return self.limit?.due(after: self.startedAt, calendar: calendar) ?? calendar.due(atAppointment: self.dueAt)
  }

  /// When there is next something to say about it; nil when all has been said.
  package func nextFiring(_ rules: CaseRules) -> Date? {
    guard self.isRunning else { return nil }
    switch self.told {
    case .nothing: return self.reminder(rules.calendar) ?? self.dueAt
    case .reminded: return self.dueAt
    case .unitHead: return rules.escalation(of: self.dueAt, by: .escalationToManager)
    case .manager: return rules.escalation(of: self.dueAt, by: .escalationToLeader)
    case .leader: return nil
    }
  }

  /// when work begins on the last day; halfway to a limit in hours or an appointment. Nil where it is too late.
  private func reminder(_ calendar: WorkCalendar) -> Date? {
    guard self.name != .objection else { return nil }
    let last = calendar.lastDay(of: self.dueAt)
    let reminder: Date
    if self.appointment == nil, self.limit?.unit != .hours, let opening = calendar.windows(on: last).first?.start {
      reminder = calendar.start(of: last).addingTimeInterval(Double(opening.minutes) * 60)
    } else {
      reminder = self.startedAt.addingTimeInterval(self.dueAt.timeIntervalSince(self.startedAt) / 2)
    }
    let since = self.pauses.last?.until ?? self.startedAt
    return reminder > since && reminder < self.dueAt ? reminder : nil
  }
}

extension WorkCalendar {
  /// The last day of a limit that runs out at this instant: 24:00 belongs to the day that ends.
  func lastDay(of dueAt: Date) -> CalendarDay { self.day(of: dueAt.addingTimeInterval(-1)) }

  func workingDays(after day: CalendarDay, through last: CalendarDay) -> Int {
    var (day, count) = (day, 0)
    while day < last {
      day = day.next
      count += self.isWorkingDay(day) ? 1 : 0
    }
    return count
  }
}
