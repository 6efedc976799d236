/// A dated exception to the weekly pattern, in either direction.
package struct DayOverride: Sendable, Hashable {
  package let occasion: Occasion
  /// The windows of a working day; empty on a rest day.
  let windows: [WorkWindow]
  let isWorkingDay: Bool

  /// Nobody works on this day.
  package static func rest(_ occasion: Occasion) -> DayOverride {
    DayOverride(occasion: occasion, windows: [], isWorkingDay: false)
  }

  /// A working day; without windows of its own it has those of any working day.
  package static func working(_ occasion: Occasion, windows: [WorkWindow] = []) -> DayOverride {
    DayOverride(occasion: occasion, windows: windows, isWorkingDay: true)
  }
}
