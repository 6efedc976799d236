import TestSupport
import Testing

@testable import AMQP

@Suite struct ConfirmWindowTests {
  private typealias Window = ConfirmWindow<Int>
  private let now = ContinuousClock.now
  private let noRoute = BrokerReply(code: 312, text: "NO_ROUTE")

  private func key(_ id: String?) -> Window.Key {
    Window.Key(exchange: "intake.events", routingKey: "complaint.registered.v1", messageID: id)
  }

  @Test func tagsCountFromOneAndTheWindowFills() {
    var window = Window(limit: 2, maximumBytes: .max)
    #expect(window.send(10, key: self.key("a"), bytes: 0, at: self.now) == 1)
    #expect(window.hasRoom(for: 0))
    #expect(window.send(20, key: self.key("b"), bytes: 0, at: self.now) == 2)
    #expect(!window.hasRoom(for: 0))
  }

  /// R7: what leaves in one turn of the link must fit a time in which nobody reads.
  @Test func bodiesFillTheWindowToo() throws {
    var window = Window(limit: 8, maximumBytes: 100)
    _ = window.send(1, key: self.key("a"), bytes: 60, at: self.now)
    #expect(window.hasRoom(for: 40) && !window.hasRoom(for: 41))
    _ = window.send(2, key: self.key("b"), bytes: 40, at: self.now)
    #expect(window.hasRoom(for: 0) && !window.hasRoom(for: 1))
    _ = try window.confirmed(tag: 1, multiple: false, isPositive: true)
    #expect(window.bytes == 40 && window.hasRoom(for: 60))
    _ = window.takeAll()
    #expect(window.bytes == 0)
  }

  @Test func aBodyLongerThanTheWindowLeavesAlone() throws {
    var window = Window(limit: 8, maximumBytes: 100)
    #expect(window.hasRoom(for: .max))
    _ = window.send(1, key: self.key("a"), bytes: 1_000, at: self.now)
    #expect(!window.hasRoom(for: 1))
    _ = try window.confirmed(tag: 1, multiple: false, isPositive: true)
    #expect(window.hasRoom(for: .max))
  }

  @Test func multipleSettlesEverythingUpToTheTag() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    for ticket in 1...5 { _ = window.send(ticket, key: self.key("\(ticket)"), bytes: 0, at: self.now) }
    #expect(try window.confirmed(tag: 3, multiple: true, isPositive: true).map(\.ticket) == [1, 2, 3])
    #expect(window.count == 2)
    #expect(try window.confirmed(tag: 0, multiple: true, isPositive: true).map(\.ticket) == [4, 5])
    #expect(window.oldestSentAt == nil)
  }

  @Test func oneThatIsNeverConfirmedStopsTheWindow() throws {
    var window = Window(limit: 3, maximumBytes: .max)
    for ticket in 1...3 { _ = window.send(ticket, key: self.key("\(ticket)"), bytes: 0, at: self.now) }
    _ = try window.confirmed(tag: 2, multiple: false, isPositive: true)
    _ = try window.confirmed(tag: 3, multiple: false, isPositive: true)
    #expect(window.count == 1 && !window.hasRoom(for: 0))
    _ = try window.confirmed(tag: 1, multiple: false, isPositive: true)
    #expect(window.hasRoom(for: 0))
  }

  @Test func aNackIsNotAConfirm() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    _ = window.send(1, key: self.key("a"), bytes: 0, at: self.now)
    #expect(try window.confirmed(tag: 1, multiple: false, isPositive: false).map(\.outcome) == [.notConfirmed])
  }

  /// R15: the broker gives an unroutable message back, and then confirms it as if all were well.
  @Test func aReturnBeforeTheConfirmMakesItUnroutable() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    for id in ["a", "b", "c"] { _ = window.send(0, key: self.key(id), bytes: 0, at: self.now) }
    window.returned(self.key("b"), self.noRoute)
    let outcomes = try window.confirmed(tag: 3, multiple: true, isPositive: true).map(\.outcome)
    #expect(outcomes == [.confirmed, .unroutable(self.noRoute), .confirmed])
  }

  @Test func twoReturnsOfTheSameMessageMakeBothUnroutable() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    for _ in 1...3 { _ = window.send(0, key: self.key(nil), bytes: 0, at: self.now) }
    window.returned(self.key(nil), self.noRoute)
    window.returned(self.key(nil), self.noRoute)
    let outcomes = try window.confirmed(tag: 3, multiple: true, isPositive: true).map(\.outcome)
    #expect(outcomes == [.unroutable(self.noRoute), .unroutable(self.noRoute), .confirmed])
  }

  @Test func aReturnOfAnUnknownMessageIsPassedOver() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    _ = window.send(1, key: self.key("a"), bytes: 0, at: self.now)
    window.returned(self.key("z"), self.noRoute)
    #expect(try window.confirmed(tag: 1, multiple: false, isPositive: true).map(\.outcome) == [.confirmed])
  }

  @Test func aConfirmForWhatWasNeverSentBreaksTheProtocol() {
    var window = Window(limit: 8, maximumBytes: .max)
    let error = #expect(throws: AMQPError.self) {
      _ = try window.confirmed(tag: 1, multiple: false, isPositive: true)
    }
    #expect(error?.code == .protocolViolation)
  }

  @Test func aConfirmThatComesTwiceIsPassedOver() throws {
    var window = Window(limit: 8, maximumBytes: .max)
    _ = window.send(1, key: self.key("a"), bytes: 0, at: self.now)
    _ = try window.confirmed(tag: 1, multiple: false, isPositive: true)
    #expect(try window.confirmed(tag: 1, multiple: false, isPositive: true).isEmpty)
  }

  @Test func aLostLinkGivesBackWhatIsOutstandingOldestFirst() throws {
    var window = Window(limit: 4, maximumBytes: .max)
    for ticket in 1...4 { _ = window.send(ticket, key: self.key("\(ticket)"), bytes: 0, at: self.now) }
    _ = try window.confirmed(tag: 2, multiple: false, isPositive: true)
    #expect(window.takeAll().map(\.ticket) == [1, 3, 4])
    #expect(window.count == 0 && window.takeAll().isEmpty)
  }

  @Test func randomConfirmsSettleEveryMessageExactlyOnce() throws {
    var generator = SeededGenerator()
    print(generator)
    for _ in 0..<200 {
      let limit = Int.random(in: 1...20, using: &generator)
      var window = Window(limit: limit, maximumBytes: .max)
      var outstanding: Set<UInt64> = []
      var settledCount = 0
      var sent: UInt64 = 0
      for _ in 0..<300 {
        if window.hasRoom(for: 0) && Bool.random(using: &generator) {
          sent = window.send(Int(sent + 1), key: self.key("\(sent + 1)"), bytes: 0, at: self.now)
          outstanding.insert(sent)
        } else if let tag = outstanding.randomElement(using: &generator) {
          let multiple = Bool.random(using: &generator)
          let settled = try window.confirmed(tag: tag, multiple: multiple, isPositive: true)
          let expected: Set<UInt64> = multiple ? outstanding.filter { $0 <= tag } : [tag]
          #expect(settled.map { UInt64($0.ticket) } == expected.sorted(), "\(generator)")
          outstanding.subtract(expected)
          settledCount += settled.count
        }
        #expect(window.count == outstanding.count, "\(generator)")
        let span = outstanding.min().map { Int(sent - $0) + 1 } ?? 0
        #expect(window.hasRoom(for: 0) == (span < limit), "\(generator)")
        #expect((window.oldestSentAt == nil) == outstanding.isEmpty, "\(generator)")
      }
      settledCount += window.takeAll().count
      #expect(settledCount == Int(sent), "\(generator)")
    }
  }
}
