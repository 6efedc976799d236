/// How long to wait before the next attempt: doubling from 100 ms, capped at 5 s, with full jitter, so that services that
/// lost the same broker do not come back in step.
enum Backoff {
  private static let first = Duration.milliseconds(100)
  private static let cap = Duration.seconds(5)
  /// A link that was up this long has proved itself: its loss counts as the first failure.
  static let healthyAfter = Duration.seconds(30)

  /// - Parameter failures: attempts that failed in a row, from 1.
  /// - Parameter jitter: 0 up to 1, drawn by the caller.
  static func delay(failures: Int, jitter: Double) -> Duration {
    // 100 ms doubled six times is over the cap.
    let doublings = min(max(failures - 1, 0), 6)
    return min(self.first * (1 << doublings), self.cap) * min(max(jitter, 0), 1)
  }
}
