/// Simulated time, in milliseconds.
typealias Span = Int

extension Span {
  static let second = 1_000
  static let minute = 60 * second
  static let hour = 60 * minute
  static let day = 24 * hour
}
