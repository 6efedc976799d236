package import Foundation
package import Messages
package import Policy
import WorkCalendar

/// A limit of a case: the limit as it runs or stands still, how far it was escalated, and whether its step was taken.
package struct CaseTimer: Sendable, Equatable {
  /// How far whoever owes the step was reminded, and it was escalated. Each is reached once.
  package enum Told: String, Sendable, Codable {
    case nothing, reminded
    case unitHead = "unit-head"
    case manager, leader
  }

  package let name: CaseDeadline
  package private(set) var limit: RunningLimit
  /// The first instant at which it is missed; of one that stands still: when it would have been.
  package private(set) var dueAt: Date
  package private(set) var told: Told
  package private(set) var endedAt: Date?
  /// The step was taken; false where nobody owes it any more.
  package private(set) var isMet: Bool

  init(_ name: CaseDeadline, _ limit: RunningLimit, _ calendar: WorkCalendar) {
    self.name = name
    self.limit = limit
    self.dueAt = limit.due(calendar)?.instant ?? limit.startedAt
    self.told = .nothing
    self.endedAt = nil
    self.isMet = false
  }

  package var isPaused: Bool { self.limit.isPaused }
  package var isRunning: Bool { self.endedAt == nil && !self.isPaused }
  package var isMissed: Bool { self.told != .nothing && self.told != .reminded }

  mutating func end(at now: Date, met: Bool) {
    guard self.endedAt == nil else { return }
    self.endedAt = now
    self.isMet = met
  }

  mutating func tell(_ told: Told) { self.told = told }

  // MARK: - Other dates

  /// the appointment is the limit; without one the standard limit is back.
  mutating func appoint(_ appointment: Date?, calendar: WorkCalendar) {
    self.limit.appointment = appointment
    self.beginAnew(calendar)
  }

  /// A limit that was missed already, and an appointment, stay as they are.
  mutating func pause(at now: Date) {
    guard self.isRunning, self.limit.appointment == nil, self.dueAt > now else { return }
    self.limit.pause(at: now)
  }

  mutating func resume(at now: Date, calendar: WorkCalendar) {
    guard self.endedAt == nil, self.isPaused else { return }
    self.limit.resume(at: now)
    self.beginAnew(calendar)
  }

  private mutating func beginAnew(_ calendar: WorkCalendar) {
    self.dueAt = self.limit.due(calendar)?.instant ?? self.dueAt
    self.told = .nothing
  }

  // MARK: - Saying so

  /// When there is next something to say about it; nil when all has been said.
  package func nextFiring(_ rules: CaseRules) -> Date? {
    guard self.isRunning else { return nil }
    switch self.told {
    case .nothing: return self.reminder(rules.calendar) ?? self.dueAt
    case .reminded: return self.dueAt
    case .unitHead: return rules.escalation(of: self, by: .escalationToManager)
    case .manager: return rules.escalation(of: self, by: .escalationToLeader)
    case .leader: return nil
    }
  }

  /// when work begins on the last day; halfway to a limit in hours or an appointment. Nil where it is too late.
  private func reminder(_ calendar: WorkCalendar) -> Date? {
    guard self.name != .objection else { return nil }
    let last = calendar.lastDay(of: self.dueAt)
    let reminder: Date
    if self.limit.appointment == nil, !self.limit.isInHours, let opening = calendar.windows(on: last).first?.start {
      reminder = calendar.start(of: last).addingTimeInterval(Double(opening.minutes) * 60)
    } else {
      let start = self.limit.startedAt
      reminder = start.addingTimeInterval(self.dueAt.timeIntervalSince(start) / 2)
    }
    let since = self.limit.pauses.last?.until ?? self.limit.startedAt
    return reminder > since && reminder < self.dueAt ? reminder : nil
  }
}

extension RunningLimit {
  fileprivate var isInHours: Bool {
    if case .limit(let limit) = self.terms { limit.unit == .hours } else { false }
  }
}

// MARK: - Storage

/// One object with the members of the limit.
extension CaseTimer: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, dueAt, told, endedAt, isMet
  }

  /// What rows had that were written before a limit said what was promised: the date to which a promise had moved.
  private enum OldKeys: String, CodingKey {
    case rule, limit, promised, policy, startedAt, pauses, appointment
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.name = try fields.decode(CaseDeadline.self, forKey: .name)
    self.dueAt = try fields.decode(Date.self, forKey: .dueAt)
    self.told = try fields.decode(Told.self, forKey: .told)
    self.endedAt = try fields.decodeIfPresent(Date.self, forKey: .endedAt)
    self.isMet = try fields.decode(Bool.self, forKey: .isMet)
    let old = try decoder.container(keyedBy: OldKeys.self)
    guard !old.contains(.limit), !old.contains(.promised) else {
      self.limit = try RunningLimit(from: decoder)
      return
    }
    self.limit = RunningLimit(
      rule: try old.decode(RuleID.self, forKey: .rule), .promised(self.dueAt),
      policy: try old.decode(PolicyReference.self, forKey: .policy),
      startedAt: try old.decode(Date.self, forKey: .startedAt),
      pauses: try old.decode([RunningLimit.Pause].self, forKey: .pauses).filter { $0.until == nil },
      appointment: try old.decodeIfPresent(Date.self, forKey: .appointment))
  }

  package func encode(to encoder: any Encoder) throws {
    try self.limit.encode(to: encoder)
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(self.name, forKey: .name)
    try fields.encode(self.dueAt, forKey: .dueAt)
    try fields.encode(self.told, forKey: .told)
    try fields.encodeIfPresent(self.endedAt, forKey: .endedAt)
    try fields.encode(self.isMet, forKey: .isMet)
  }
}
