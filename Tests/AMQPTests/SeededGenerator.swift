import Foundation

/// Chance that can be repeated: the seed is printed, and taken from REDRESS_SEED when that is set.
struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
  let seed: UInt64
  private var state: UInt64

  init() {
    self.seed =
      ProcessInfo.processInfo.environment["REDRESS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)
    self.state = self.seed
    print("REDRESS_SEED=\(self.seed)")
  }

  var description: String { "REDRESS_SEED=\(self.seed)" }

  mutating func next() -> UInt64 {
    self.state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = self.state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
