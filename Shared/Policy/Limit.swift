package import Foundation
package import WorkCalendar

/// How long something may take, in the unit in which the rule says it; in JSON `{"workingDays": 2}`.
package struct Limit: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable, CaseIterable, CodingKey {
    ///
    case workingDays
    /// R-002, rolling to the next working day.
    case calendarDays
    ///
    case hours
    /// hours that stand still on rest days.
    case workingDayHours
    /// seven calendar days, rolling.
    case weeks
    ///
    case months
  }

  static let amounts = 1...10_000

  package let amount: Int
  package let unit: Unit

  /// Throws `invalidLimit` unless the amount is between 1 and 10,000.
  package init(_ amount: Int, _ unit: Unit) throws(PolicyError) {
    guard Self.amounts.contains(amount) else { throw PolicyError(.invalidLimit, value: "\(amount) \(unit.rawValue)") }
    self.init(trusted: amount, unit)
  }

  /// For the limits that this module writes itself, unchecked.
  init(trusted amount: Int, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// When the limit runs out if it starts at `start`.
  ///
  /// Every limit of a policy is one for people, so those in calendar days roll off rest days.
  ///
  /// - Parameter appointment: the time agreed with the customer for this step, which replaces the limit; nil while
  ///   there is none, and again when it is cancelled.
  package func due(after start: Date, appointment: Date? = nil, calendar: WorkCalendar) -> DueDate {
    if let appointment { return calendar.due(atAppointment: appointment) }
    return switch self.unit {
    case .workingDays: calendar.due(workingDays: self.amount, after: start)
    case .calendarDays: calendar.due(calendarDays: self.amount, after: start, rolling: true)
    case .hours: calendar.due(hours: self.amount, after: start)
    case .workingDayHours: calendar.due(workingDayHours: self.amount, after: start)
    case .weeks: calendar.due(calendarDays: self.amount * 7, after: start, rolling: true)
    case .months: calendar.due(months: self.amount, after: start)
    }
  }
}

extension Limit: CustomStringConvertible {
  /// The limit as `2 workingDays`.
  package var description: String { "\(self.amount) \(self.unit.rawValue)" }
}

extension Limit: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Unit.self)
    guard container.allKeys.count == 1, let unit = container.allKeys.first else {
      throw PolicyError(.invalidLimit, value: container.allKeys.map(\.rawValue).sorted().joined(separator: " "))
    }
    try self.init(container.decode(Int.self, forKey: unit), unit)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Unit.self)
    try container.encode(self.amount, forKey: self.unit)
  }
}
