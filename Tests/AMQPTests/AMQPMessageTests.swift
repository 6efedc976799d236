import Testing

@testable import AMQP

@Suite struct AMQPMessageTests {
  private let long = String(repeating: "x", count: 256)

  private func check(_ change: (inout AMQPMessage) -> Void) -> AMQPError.Code? {
    var message = AMQPMessage(exchange: "inbound", routingKey: "key", body: [1])
    change(&message)
    do throws(AMQPError) {
      try message.check(maximumFrameSize: 131_072)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func anOrdinaryMessagePasses() {
    #expect(self.check { $0.properties.headers = ["cloudEvents_id": "1"] } == nil)
    #expect(self.check { $0.routingKey = String(repeating: "x", count: 255) } == nil)
  }

  @Test func shortStringsOver255BytesAreRefused() {
    #expect(self.check { $0.exchange = self.long } == .invalidMessage)
    #expect(self.check { $0.routingKey = self.long } == .invalidMessage)
    #expect(self.check { $0.properties.messageID = self.long } == .invalidMessage)
    #expect(self.check { $0.properties.userID = String(repeating: "漏", count: 86) } == .invalidMessage)
    #expect(self.check { $0.properties.headers = FieldTable([.init(self.long, .null)]) } == .invalidMessage)
    #expect(
      self.check { $0.properties.headers["t"] = .array([.table(FieldTable([.init(self.long, .null)]))]) }
        == .invalidMessage)
  }

  @Test func headersThatDoNotFitAFrameAreRefused() {
    #expect(
      self.check { $0.properties.headers["big"] = .bytes([UInt8](repeating: 0, count: 131_040)) } == .invalidMessage)
    #expect(self.check { $0.properties.headers["big"] = .bytes([UInt8](repeating: 0, count: 130_000)) } == nil)
  }

  @Test func headersNestedTooDeepAreRefused() {
    var deep = FieldValue.null
    for _ in 0...FieldTable.maximumDepth { deep = .array([deep]) }
    #expect(self.check { $0.properties.headers["deep"] = deep } == .invalidMessage)
  }
}
