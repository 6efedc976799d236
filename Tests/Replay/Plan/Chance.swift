/// Numbers drawn from a seed. A chance for a purpose of its own is split off with `for`: what one draws more or less does
/// not change what the others draw.
struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    self.state = seed
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    self.state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(self.state)
  }

  /// The same for the same words, whatever has been drawn before from chances of the same seed.
  static func of(_ seed: UInt64, _ words: Int...) -> Chance {
    Chance(
      seed: words.reduce(Self.mixed(seed)) { Self.mixed($0 &+ 0x9e37_79b9_7f4a_7c15 ^ UInt64(bitPattern: Int64($1))) })
  }

  mutating func happens(_ probability: Double) -> Bool {
    Double(self.next() >> 11) < probability * Double(1 << 53)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(self.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// - Parameter choices: at least one.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[self.number(0...choices.count - 1)]
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
