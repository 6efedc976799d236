/// A deadline that could not be fired, and when to try again.
package struct PostponedDeadline: Sendable {
  package let key: DeadlineKey
  package let delay: Duration
  /// A code, without data.
  let reason: String
}
