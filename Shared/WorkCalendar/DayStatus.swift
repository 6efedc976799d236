/// What a calendar says of one day, and for what occasion.
package struct DayStatus: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Hashable, Codable {
    /// A working day of the weekly pattern.
    case working
    /// A rest day of the weekly pattern: by default Saturday and Sunday.
    case weeklyRest
    /// A dated rest day, such as a public holiday.
    case declaredRest
    /// A dated working day, such as a make-up day (调休) for a holiday.
    case declaredWork
  }

  package let kind: Kind
  /// Present on dated exceptions.
  package let occasion: Occasion?

  package var isWorkingDay: Bool { self.kind == .working || self.kind == .declaredWork }
}
