import TestSupport
import Testing

@testable import AMQP

@Suite struct AckWatermarkTests {
  @Test func nothingSettledIsNothingToAcknowledge() {
    var watermark = AckWatermark()
    #expect(watermark.takeAck() == nil)
  }

  @Test func oneDeliveryIsAcknowledgedAlone() {
    var watermark = AckWatermark()
    watermark.settle(1)
    #expect(watermark.takeAck() == AckWatermark.Ack(tag: 1, multiple: false))
    #expect(watermark.takeAck() == nil)
  }

  @Test func whatIsAheadOfAGapWaits() {
    var watermark = AckWatermark()
    for tag: UInt64 in [1, 2, 4] { watermark.settle(tag) }
    #expect(watermark.takeAck() == AckWatermark.Ack(tag: 2, multiple: true))
    #expect(watermark.takeAck() == nil)
    watermark.settle(3)
    #expect(watermark.takeAck() == AckWatermark.Ack(tag: 4, multiple: true))
  }

  @Test func aDeliveryThatIsNeverSettledHoldsBackEverythingBehindIt() {
    var watermark = AckWatermark()
    for tag: UInt64 in [1, 2, 4, 5, 6] { watermark.settle(tag) }
    #expect(watermark.settledThrough == 2)
  }

  @Test func settlingTwiceChangesNothing() {
    var watermark = AckWatermark()
    for tag: UInt64 in [1, 3, 3, 1, 2, 2] { watermark.settle(tag) }
    #expect(watermark.takeAck() == AckWatermark.Ack(tag: 3, multiple: true))
    watermark.settle(2)
    #expect(watermark.takeAck() == nil)
  }

  @Test func everyOrderOfSixAcknowledgesOnlyTheSettledPrefix() {
    for order in permutations(of: Array(1...6)) {
      var watermark = AckWatermark()
      var settled: Set<UInt64> = []
      var acknowledged: UInt64 = 0
      for tag in order {
        watermark.settle(tag)
        settled.insert(tag)
        let prefix = (1...6).prefix { settled.contains($0) }.last ?? 0
        if let ack = watermark.takeAck() {
          #expect(ack.tag == prefix && ack.multiple == (ack.tag - acknowledged > 1))
          acknowledged = ack.tag
        }
        #expect(acknowledged == prefix)
      }
      #expect(acknowledged == 6)
    }
  }

  @Test func randomOrdersAndRoundsLoseNothing() {
    var generator = SeededGenerator()
    print(generator)
    for _ in 0..<200 {
      var watermark = AckWatermark()
      let count = UInt64.random(in: 1...200, using: &generator)
      var acknowledged: UInt64 = 0
      var settled: Set<UInt64> = []
      for tag in (1...count).shuffled(using: &generator) {
        watermark.settle(tag)
        settled.insert(tag)
        guard Bool.random(using: &generator), let ack = watermark.takeAck() else { continue }
        #expect((acknowledged + 1...ack.tag).allSatisfy { settled.contains($0) }, "\(generator)")
        acknowledged = ack.tag
      }
      if let ack = watermark.takeAck() { acknowledged = ack.tag }
      #expect(acknowledged == count, "\(generator)")
    }
  }

  private func permutations(of tags: [UInt64]) -> [[UInt64]] {
    guard let first = tags.first else { return [[]] }
    return permutations(of: Array(tags.dropFirst())).flatMap { rest in
      (0...rest.count).map { index in
        var order = rest
        order.insert(first, at: index)
        return order
      }
    }
  }
}
