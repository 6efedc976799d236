import Testing

@testable import AMQP

@Suite struct DeliveryBufferTests {
  private let now = ContinuousClock.now

  private func delivery(_ tag: UInt64) -> Delivery {
    Delivery(tag: DeliveryTag(value: tag, generation: 1), exchange: "", routingKey: "", body: [])
  }

  private func tags(_ batch: [Delivery]?) -> [UInt64]? { batch?.map(\.tag.value) }

  @Test func aFullBatchIsReadyAtOnce() {
    var buffer = DeliveryBuffer(batchSize: 2, batchDelay: .milliseconds(5))
    buffer.append(self.delivery(1), at: self.now)
    #expect(buffer.takeBatch(at: self.now) == nil)
    buffer.append(self.delivery(2), at: self.now)
    buffer.append(self.delivery(3), at: self.now)
    #expect(self.tags(buffer.takeBatch(at: self.now)) == [1, 2])
    #expect(buffer.takeBatch(at: self.now) == nil)
  }

  @Test func aLoneDeliveryWaitsForTheDelayAndNoLonger() {
    var buffer = DeliveryBuffer(batchSize: 50, batchDelay: .milliseconds(5))
    #expect(buffer.dueAt == nil)
    buffer.append(self.delivery(1), at: self.now)
    buffer.append(self.delivery(2), at: self.now + .milliseconds(4))
    #expect(buffer.dueAt == self.now + .milliseconds(5))
    #expect(buffer.takeBatch(at: self.now + .milliseconds(4)) == nil)
    #expect(self.tags(buffer.takeBatch(at: self.now + .milliseconds(5))) == [1, 2])
    #expect(buffer.dueAt == nil)
  }

  @Test func whatIsLeftOverWaitsForItsOwnDelay() {
    var buffer = DeliveryBuffer(batchSize: 1, batchDelay: .milliseconds(5))
    for tag: UInt64 in 1...3 { buffer.append(self.delivery(tag), at: self.now) }
    #expect(self.tags(buffer.takeBatch(at: self.now)) == [1])
    #expect(self.tags(buffer.takeBatch(at: self.now)) == [2])
    buffer.removeAll()
    #expect(buffer.takeBatch(at: self.now + .seconds(1)) == nil)
  }
}
