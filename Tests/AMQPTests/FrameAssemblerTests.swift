import TestSupport
import Testing

@testable import AMQP

@Suite struct FrameAssemblerTests {
  private func frame(_ payload: Frame.Payload, channel: UInt16 = 1) -> Frame {
    Frame(channel: channel, payload: payload)
  }

  private func deliver(_ tag: UInt64) -> Frame.Payload {
    .method(.deliver(tag: tag, isRedelivered: false, exchange: "inbound", routingKey: "complaint.reported.v1"))
  }

  private func delivered(_ tag: UInt64, _ body: [UInt8], isTruncated: Bool = false) -> FrameAssembler.Event {
    .delivered(
      tag: tag, isRedelivered: false, exchange: "inbound", routingKey: "complaint.reported.v1",
      .init(properties: AMQPProperties(), body: body, isTruncated: isTruncated))
  }

  private func header(_ size: UInt64) -> Frame.Payload {
    .header(bodySize: size, properties: AMQPProperties())
  }

  @Test func aMessageIsCompleteWithItsLastBodyFrame() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    #expect(try assembler.take(self.frame(self.deliver(7))) == nil)
    #expect(try assembler.take(self.frame(self.header(5))) == nil)
    #expect(try assembler.take(self.frame(.body([1, 2, 3]))) == nil)
    #expect(try assembler.take(self.frame(.body([4, 5]))) == self.delivered(7, [1, 2, 3, 4, 5]))
    #expect(assembler.bufferedBytes == 0)
  }

  @Test func anEmptyMessageIsCompleteWithItsHeader() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    _ = try assembler.take(self.frame(self.deliver(1)))
    #expect(try assembler.take(self.frame(self.header(0))) == self.delivered(1, []))
  }

  /// R2: librabbitmq's message functions drop the frames of other channels in silence.
  @Test(arguments: [UInt16(2), 7, .max]) func aFrameOfAnotherChannelIsAnErrorAndNotALoss(_ channel: UInt16) {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    let error = #expect(throws: AMQPError.self) {
      _ = try assembler.take(self.frame(self.deliver(1), channel: channel))
    }
    #expect(error?.code == .protocolViolation)
  }

  /// R10: a heartbeat that librabbitmq queued while it was sending comes out as a frame.
  @Test func aHeartbeatInTheMiddleOfAMessageDoesNotDisturbIt() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    for payload in [self.deliver(1), .heartbeat, self.header(2), .heartbeat, .body([1]), .unknown(type: 4)] {
      #expect(try assembler.take(self.frame(payload)) == nil)
    }
    #expect(try assembler.take(self.frame(.heartbeat, channel: 0)) == nil)
    #expect(try assembler.take(self.frame(.body([2]))) == self.delivered(1, [1, 2]))
  }

  @Test func aBodyOverTheLimitIsTruncatedAndMarked() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 4)
    _ = try assembler.take(self.frame(self.deliver(1)))
    _ = try assembler.take(self.frame(self.header(9)))
    _ = try assembler.take(self.frame(.body([1, 2, 3])))
    _ = try assembler.take(self.frame(.body([4, 5, 6])))
    #expect(assembler.bufferedBytes == 4)
    #expect(try assembler.take(self.frame(.body([7, 8, 9]))) == self.delivered(1, [1, 2, 3, 4], isTruncated: true))
  }

  @Test func anAnnouncedSizeBeyondAllMemoryIsNotReserved() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 4)
    _ = try assembler.take(self.frame(self.deliver(1)))
    #expect(try assembler.take(self.frame(self.header(.max))) == nil)
    #expect(try assembler.take(self.frame(.body([1]))) == nil)
    #expect(assembler.bufferedBytes == 1)
  }

  @Test func eachMethodBecomesItsEvent() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    let reply = BrokerReply(code: 406, text: "PRECONDITION_FAILED")
    let expected: [(Frame.Method, FrameAssembler.Event?)] = [
      (.ack(tag: 3, multiple: true), .confirmed(tag: 3, multiple: true, isPositive: true)),
      (.nack(tag: 4, multiple: false), .confirmed(tag: 4, multiple: false, isPositive: false)),
      (.cancel, .consumerCancelled),
      (.blocked(reason: "low on memory"), .blocked(reason: "low on memory")), (.unblocked, .unblocked),
      (.channelClose(reply), .channelClosed(reply)), (.connectionClose(reply), .connectionClosed(reply)),
      (.other(id: 1), nil),
    ]
    for (method, event) in expected { #expect(try assembler.take(self.frame(.method(method))) == event) }
  }

  @Test func theBrokerMayCloseOrBlockInTheMiddleOfAMessage() throws {
    var assembler = FrameAssembler(maximumBodyBytes: 100)
    _ = try assembler.take(self.frame(self.deliver(1)))
    #expect(try assembler.take(self.frame(.method(.unblocked), channel: 0)) == .unblocked)
    let reply = BrokerReply(code: 320, text: "CONNECTION_FORCED")
    #expect(try assembler.take(self.frame(.method(.connectionClose(reply)), channel: 0)) == .connectionClosed(reply))
  }

  @Test func framesOutOfOrderAreAnErrorAndNoTrap() throws {
    let scripts: [[Frame.Payload]] = [
      [self.header(1)], [.body([1])], [self.deliver(1), .body([1])], [self.deliver(1), self.deliver(2)],
      [self.deliver(1), self.header(1), self.header(1)], [self.deliver(1), self.header(1), .body([1, 2])],
      [self.deliver(1), .method(.ack(tag: 1, multiple: false))],
    ]
    for script in scripts {
      var assembler = FrameAssembler(maximumBodyBytes: 100)
      for payload in script.dropLast() { _ = try assembler.take(self.frame(payload)) }
      let last = try #require(script.last)
      let error = #expect(throws: AMQPError.self) { _ = try assembler.take(self.frame(last)) }
      #expect(error?.code == .protocolViolation)
    }
  }

  @Test func randomMessagesCutAnywhereArriveWholeAndInOrder() throws {
    var generator = SeededGenerator()
    print(generator)
    for _ in 0..<100 {
      let limit = Int.random(in: 1...60, using: &generator)
      var assembler = FrameAssembler(maximumBodyBytes: limit)
      var frames: [Frame] = []
      var expected: [FrameAssembler.Event] = []
      for tag in 1...UInt64.random(in: 1...20, using: &generator) {
        let size = Int.random(in: 0...80, using: &generator)
        let body = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var payloads = [self.deliver(tag), self.header(UInt64(size))]
        var rest = body[...]
        while !rest.isEmpty {
          let piece = rest.prefix(Int.random(in: 1...30, using: &generator))
          payloads.append(.body(Array(piece)))
          rest = rest.dropFirst(piece.count)
        }
        // What belongs to the connection may come between any two frames of the channel.
        for payload in payloads {
          if Int.random(in: 0..<6, using: &generator) == 0 { frames.append(self.frame(.heartbeat, channel: 0)) }
          frames.append(self.frame(payload))
        }
        expected.append(self.delivered(tag, Array(body.prefix(limit)), isTruncated: size > limit))
      }
      var arrived: [FrameAssembler.Event] = []
      for frame in frames {
        if let event = try assembler.take(frame) { arrived.append(event) }
        #expect(assembler.bufferedBytes <= limit, "\(generator)")
      }
      #expect(arrived == expected, "\(generator)")
      #expect(assembler.bufferedBytes == 0, "\(generator)")
    }
  }

  @Test func anyOrderOfFramesIsAnEventOrAnErrorAndNeverATrap() {
    var generator = SeededGenerator()
    print(generator)
    let reply = BrokerReply(code: 320, text: "CONNECTION_FORCED")
    for _ in 0..<500 {
      var assembler = FrameAssembler(maximumBodyBytes: 10)
      for _ in 0..<30 {
        let payloads: [Frame.Payload] = [
          self.deliver(.random(in: 0...3, using: &generator)), self.header(.random(in: 0...20, using: &generator)),
          .body([UInt8](repeating: 0, count: .random(in: 0...20, using: &generator))), .heartbeat,
          .method(.ack(tag: 1, multiple: true)), .method(.cancel), .method(.channelClose(reply)),
          .method(.returned(reply, exchange: "", routingKey: "")), .unknown(type: 9), .method(.other(id: 0)),
        ]
        let payload = payloads.randomElement(using: &generator) ?? .heartbeat
        // After an error a connection is over.
        guard (try? assembler.take(self.frame(payload, channel: .random(in: 0...1, using: &generator)))) != nil else {
          break
        }
        #expect(assembler.bufferedBytes <= 10, "\(generator)")
      }
    }
  }
}
