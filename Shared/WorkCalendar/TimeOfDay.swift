/// A wall-clock time in whole minutes, 00:00 to 24:00; 24:00 is the end of a day, as the rules write it.
package struct TimeOfDay: Sendable, Hashable, Comparable {
  /// Minutes since local midnight, 0 to 1,440.
  package let minutes: Int

  package static let startOfDay = TimeOfDay(trusted: 0)
  package static let endOfDay = TimeOfDay(trusted: 24 * 60)

  /// Throws `invalidTimeOfDay` outside 00:00 to 24:00.
  package init(hour: Int, minute: Int) throws(WorkCalendarError) {
    guard (0...23).contains(hour) && (0...59).contains(minute) || (hour == 24 && minute == 0) else {
      throw WorkCalendarError(.invalidTimeOfDay, value: "\(hour):\(minute)")
    }
    self.minutes = hour * 60 + minute
  }

  /// Reads `09:00`: two digits each, nothing else. Throws `invalidTimeOfDay`.
  package init(_ text: String) throws(WorkCalendarError) {
    let digits = Array(text.utf8)
    let zero = UInt8(ascii: "0")
    guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
      [digits[0], digits[1], digits[3], digits[4]].allSatisfy({ (zero...zero + 9).contains($0) })
    else { throw WorkCalendarError(.invalidTimeOfDay, value: text) }
    let hour = Int(digits[0] - zero) * 10 + Int(digits[1] - zero)
    let minute = Int(digits[3] - zero) * 10 + Int(digits[4] - zero)
    do { try self.init(hour: hour, minute: minute) } catch {
      throw WorkCalendarError(.invalidTimeOfDay, value: text)
    }
  }

  /// For minutes that this module has computed or writes in a table itself: 0 to 1,440, unchecked.
  init(trusted minutes: Int) {
    self.minutes = minutes
  }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}

extension TimeOfDay: CustomStringConvertible {
  /// The time as `09:00`.
  package var description: String { "\((self.minutes / 60).padded(to: 2)):\((self.minutes % 60).padded(to: 2))" }
}

extension TimeOfDay: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(String(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    try self.description.encode(to: encoder)
  }
}
