/// One line of the explanation of a due date: a day, and what it did to the count.
package struct DueDateStep: Sendable, Hashable, Codable {
  package enum Meaning: String, Sendable, Hashable, Codable {
    /// The day of the trigger, which is not counted.
    case trigger
    /// The day on which a limit in hours begins to run.
    case started
    /// A working day on which a limit in hours of working days runs on.
    case running
    /// Counted by a limit in working days.
    case workingDay
    /// Counted by a limit in calendar days.
    case calendarDay
    /// A rest day that was passed over.
    case skipped
    /// The limit ended on a rest day; this is the next working day.
    case rolled
    /// The same day number, some months later.
    case sameDayNumber
    /// The last day of a month that lacks the day number.
    case lastDayOfMonth
    /// The day on which a limit in hours runs out.
    case elapsed
    /// The day of an appointment with the customer, which is the limit itself.
    case appointed
  }

  package let day: CalendarDay
  package let meaning: Meaning
  package let status: DayStatus

  /// Whether the day used up one of the limit's days.
  package var isCounted: Bool { self.meaning == .workingDay || self.meaning == .calendarDay }
}
