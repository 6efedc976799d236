import Foundation

/// SplitMix64: random numbers that can be had again. Print it with every failure: its description holds the seed.
package struct SeededGenerator: RandomNumberGenerator, Sendable, CustomStringConvertible {
  package let seed: UInt64
  private var state: UInt64

  /// Takes the seed from REDRESS_SEED, or draws one.
  package init() {
    let wanted = ProcessInfo.processInfo.environment["REDRESS_SEED"].flatMap { UInt64($0) }
    self.init(seed: wanted ?? .random(in: .min ... .max))
  }

  package init(seed: UInt64) {
    self.seed = seed
    self.state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  package var description: String { "seed \(seed) (again with REDRESS_SEED=\(seed))" }
}
