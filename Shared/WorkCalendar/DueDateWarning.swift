/// A reason not to trust a due date fully.
package enum DueDateWarning: Sendable, Hashable, Codable {
  /// The date depends on a year whose holidays are not known: only the weekly pattern was applied.
  case yearWithoutTable(year: Int)
}
