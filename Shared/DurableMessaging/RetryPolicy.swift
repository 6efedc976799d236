/// When a message that could not be handled yet is tried again.
package struct RetryPolicy: Sendable {
  /// The first delay; each further one is twice as long.
  package var firstDelay: Duration = .seconds(2)
  package var longestDelay: Duration = .seconds(15 * 60)
  /// After this many attempts, some three quarters of an hour, a person must look.
  package var mostAttempts = 12
  /// The part of a delay by which it may be shorter or longer, so that what failed together does not return together.
  package var jitter = 0.2

  package init() {}

  /// - Parameter attempts: how many there have been; at least 1.
  /// - Returns: nil when there have been enough.
  func delay(afterAttempt attempts: Int, using generator: inout some RandomNumberGenerator) -> Duration? {
    guard attempts < self.mostAttempts else { return nil }
    return self.cappedDelay(afterAttempt: attempts, using: &generator)
  }

  /// For what is never given up.
  func cappedDelay(afterAttempt attempts: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    // Beyond 2^30 the cap has long been reached, and the shift would overflow some day.
    let doubled = self.firstDelay * (1 << min(max(attempts - 1, 0), 30))
    return min(doubled, self.longestDelay) * Double.random(in: (1 - self.jitter)...(1 + self.jitter), using: &generator)
  }
}
