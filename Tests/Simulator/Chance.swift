/// Decisions that are the same in every run with the same seed, whatever the order in which they are asked for.
struct Chance: Sendable {
  let seed: UInt64

  /// Evenly from 0 up to 1, the same for the same subject and purpose.
  func share(_ subject: String, _ purpose: String) -> Double {
    Double(self.bits(subject, purpose) >> 11) / Double(1 << 53)
  }

  func happens(_ probability: Double, _ subject: String, _ purpose: String) -> Bool {
    self.share(subject, purpose) < probability
  }

  func between(_ low: Double, _ high: Double, _ subject: String, _ purpose: String) -> Double {
    low + (high - low) * self.share(subject, purpose)
  }

  func number(_ range: ClosedRange<Int>, _ subject: String, _ purpose: String) -> Int {
    range.lowerBound + Int(self.bits(subject, purpose) % UInt64(range.count))
  }

  /// - Parameter choices: at least one.
  func pick<Choice>(_ choices: [Choice], _ subject: String, _ purpose: String) -> Choice {
    choices[self.number(0...choices.count - 1, subject, purpose)]
  }

  /// FNV-1a over the words, then the last steps of SplitMix64: the first alone leaves similar words near each other.
  private func bits(_ subject: String, _ purpose: String) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ self.seed
    for byte in "\(subject) \(purpose)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
