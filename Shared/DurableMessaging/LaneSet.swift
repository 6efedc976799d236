/// Some of the outbox's lanes.
///
/// A subject's messages lie in one lane, and a lane is published in order. Eight lanes are enough to keep the broker busy,
/// and few enough to be read in one round trip.
package struct LaneSet: OptionSet, Sendable, Hashable {
  package static let count = 8
  package static let all = LaneSet(rawValue: .max)

  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(lane: Int) {
    self.rawValue = 1 << lane
  }

  func contains(lane: Int) -> Bool { self.contains(LaneSet(lane: lane)) }

  /// The lane of a subject: FNV-1a, because it must be the same in every process and in every release, which Swift's own
  /// hashing is not.
  static func lane(of subject: String) -> Int {
    let hash = subject.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    return Int(hash % UInt64(self.count))
  }
}
