/// Which deliveries may be acknowledged; a value, without I/O.
///
/// A tag may be covered by `basic.ack(multiple)` only when it and every tag before it is settled: acknowledging across a
/// delivery that is still being handled loses it when the process dies. What is settled ahead of the gap waits for it.
package struct AckWatermark: Sendable {
  package struct Ack: Sendable, Equatable {
    package var tag: UInt64
    /// Covers more than this one tag.
    package var multiple: Bool
  }

  /// Every tag up to this one is settled. The broker counts from 1, without gaps, on each channel anew.
  private(set) var settledThrough: UInt64 = 0
  private var acknowledgedThrough: UInt64 = 0
  private var ahead: Set<UInt64> = []

  package init() {}

  /// Notes that a delivery is dealt with. Settling one twice changes nothing.
  package mutating func settle(_ tag: UInt64) {
    guard tag > self.settledThrough else { return }
    guard tag == self.settledThrough + 1 else {
      self.ahead.insert(tag)
      return
    }
    self.settledThrough = tag
    while self.ahead.remove(self.settledThrough + 1) != nil { self.settledThrough += 1 }
  }

  /// The one acknowledgement that covers everything settled since the last one; nil when there is nothing new.
  package mutating func takeAck() -> Ack? {
    let count = self.settledThrough - self.acknowledgedThrough
    guard count > 0 else { return nil }
    self.acknowledgedThrough = self.settledThrough
    return Ack(tag: self.settledThrough, multiple: count > 1)
  }
}
