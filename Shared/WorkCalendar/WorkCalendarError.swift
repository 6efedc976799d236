/// A value that a calendar cannot be built from: always a fault of the input, never of the moment.
package struct WorkCalendarError: Error, Hashable {
  /// What was wrong. Open for new codes: switch with a default.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Base: String {
      case invalidDay, invalidTimeOfDay, invalidWindow, overlappingWindows, noWindow, noWorkingWeekday
    }
    private let base: Base

    /// Not a day of the Gregorian calendar of the years 1 to 9999, or not written as `2023-01-03`.
    package static let invalidDay = Code(base: .invalidDay)
    /// Not a time between 00:00 and 24:00, or not written as `09:00`.
    package static let invalidTimeOfDay = Code(base: .invalidTimeOfDay)
    /// A window that ends before it begins, or at once.
    package static let invalidWindow = Code(base: .invalidWindow)
    /// Two windows of one day share an instant.
    package static let overlappingWindows = Code(base: .overlappingWindows)
    /// A working day without a single window.
    package static let noWindow = Code(base: .noWindow)
    /// A week without a working day: no limit would ever end.
    package static let noWorkingWeekday = Code(base: .noWorkingWeekday)

    package var description: String { self.base.rawValue }
  }

  package let code: Code
  /// The refused value as it came in.
  package let value: String

  /// Never: the same input fails again.
  package var isRetriable: Bool { false }

  init(_ code: Code, value: String) {
    self.code = code
    self.value = value
  }
}

extension WorkCalendarError: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "WorkCalendarError: \(self.code)" }
  package var debugDescription: String { "WorkCalendarError: \(self.code), value: \(self.value.debugDescription)" }
}
