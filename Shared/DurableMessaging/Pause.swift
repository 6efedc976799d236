/// Growing pauses between attempts at something that is not there: from 0.1 s, doubled each time, up to 5 s.
struct Pause {
  private var attempts = 0

  mutating func next() -> Duration {
    defer { self.attempts = min(self.attempts + 1, 6) }
    let pause = min(Duration.milliseconds(100) * (1 << self.attempts), .seconds(5))
    return pause * Double.random(in: 0.8...1.2)
  }
}
