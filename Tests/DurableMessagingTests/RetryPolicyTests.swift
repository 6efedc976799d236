import TestSupport
import Testing

@testable import DurableMessaging

@Suite("RetryPolicy")
struct RetryPolicyTests {
  @Test("Delays double from two seconds to a quarter of an hour, give or take a fifth")
  func delays() {
    var generator = SeededGenerator()
    let expected: [Double] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    for (index, seconds) in expected.enumerated() {
      let delay = RetryPolicy().delay(afterAttempt: index + 1, using: &generator).map { $0 / .seconds(1) } ?? 0
      #expect((seconds * 0.799...seconds * 1.201).contains(delay), "attempt \(index + 1), \(generator)")
    }
  }

  @Test("The twelfth attempt is the last")
  func givesUp() {
    var generator = SeededGenerator()
    #expect(RetryPolicy().delay(afterAttempt: 12, using: &generator) == nil)
    #expect(RetryPolicy().cappedDelay(afterAttempt: 32_767, using: &generator) < .seconds(1_081))
  }
}
