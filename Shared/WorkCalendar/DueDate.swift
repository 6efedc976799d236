package import Foundation

/// When a limit runs out, how that was computed, and what is doubtful about it.
package struct DueDate: Sendable, Hashable, Codable {
  /// The first instant at which the limit is missed: 24:00 of the last day, or the exact instant of a limit in hours
  /// or of an appointment.
  package let instant: Date
  /// The last day of the limit, in the calendar's zone.
  package let day: CalendarDay
  /// The time on `day` at which it runs out, in the calendar's zone and cut to the minute; 24:00 for limits in days.
  package let time: TimeOfDay
  /// Each year without a holiday table that the date depends on, in order.
  package let warnings: [DueDateWarning]
  /// Every day that was looked at, in order, beginning with the trigger day.
  package let steps: [DueDateStep]
}
