/// One stretch of a working day in which people work, for example 09:00 to 12:00; the end does not belong to it.
package struct WorkWindow: Sendable, Hashable {
  package let start: TimeOfDay
  package let end: TimeOfDay

  /// Throws `invalidWindow` unless `start` comes before `end`.
  package init(from start: TimeOfDay, to end: TimeOfDay) throws(WorkCalendarError) {
    guard start < end else { throw WorkCalendarError(.invalidWindow, value: "\(start)-\(end)") }
    self.init(trusted: start, end)
  }

  /// For windows that this module writes in a table itself, unchecked.
  init(trusted start: TimeOfDay, _ end: TimeOfDay) {
    self.start = start
    self.end = end
  }

  /// Whether the time lies in the window: from its start on, before its end.
  package func contains(_ time: TimeOfDay) -> Bool { self.start <= time && time < self.end }
}
