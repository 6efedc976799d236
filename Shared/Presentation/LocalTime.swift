package import FoundationEssentials
import Messages

/// Times for people: those of Shanghai, where the limits are counted. There is no summer time.
package enum LocalTime {
  /// `2023-01-03`
  package static func day(_ instant: Date) -> String {
    String(Self.text(instant).prefix(10))
  }

  /// `2023-01-03 09:12`
  package static func minute(_ instant: Date) -> String {
    String(Self.text(instant).prefix(16).replacing("T", with: " "))
  }

  /// `2023-01-03 09:12:00`
  package static func second(_ instant: Date) -> String {
    String(Self.text(instant).prefix(19).replacing("T", with: " "))
  }

  /// The end of a limit. One that runs out at midnight is that of the day before: `2023-01-05 24:00`, not the sixth.
  package static func limit(_ instant: Date) -> String {
    let minute = Self.minute(instant)
    return minute.hasSuffix(" 00:00") ? "\(Self.lastDay(instant)) 24:00" : minute
  }

  /// The last day of a limit.
  package static func lastDay(_ instant: Date) -> String { Self.day(instant.addingTimeInterval(-0.001)) }

  private static func text(_ instant: Date) -> String {
    RFC3339.string(from: instant.addingTimeInterval(8 * 3600))
  }
}
