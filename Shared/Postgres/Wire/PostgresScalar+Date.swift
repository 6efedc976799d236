package import FoundationEssentials

extension Date: PostgresScalar {
  /// `timestamptz`: microseconds since 2000-01-01 00:00 UTC.
  package static var postgresType: PostgresType { .timestamptz }
  package static var postgresArrayType: PostgresType { .timestamptzArray }

  /// Foundation counts from 2001; 2000 was a leap year.
  private static let microsecondsFrom2000To2001: Int64 = 366 * 86_400 * 1_000_000

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self.microsecondsSince2000)
  }

  package init(cell: Cell) throws(PostgresError) {
    let microseconds = try cell.fixed(Int64.self, of: .timestamptz, expected: Self.self)
    // The ends of the range are PostgreSQL's 'infinity', for which there is no Date.
    guard microseconds != .max, microseconds != .min else { throw cell.mismatch(Self.self, "the time is infinite") }
    let (sinceEpoch, overflow) = microseconds.subtractingReportingOverflow(Self.microsecondsFrom2000To2001)
    guard !overflow else { throw cell.mismatch(Self.self, "the time is out of range") }
    self.init(timeIntervalSinceReferenceDate: Double(sinceEpoch) / 1_000_000)
  }

  private var microsecondsSince2000: Int64 {
    let microseconds = (self.timeIntervalSinceReferenceDate * 1_000_000).rounded()
    // One below 'infinity' is a time that the server refuses: a Date that is no time must not become a valid one.
    guard let exact = Int64(exactly: microseconds) else { return .max - 1 }
    let (sum, overflow) = exact.addingReportingOverflow(Self.microsecondsFrom2000To2001)
    return overflow ? .max - 1 : sum
  }
}
