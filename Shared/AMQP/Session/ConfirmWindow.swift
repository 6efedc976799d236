/// The messages that have left and are not confirmed yet; a value, without I/O.
///
/// librabbitmq 0.11 has no means to wait for confirms, and the later one blocks. The broker numbers the messages of a channel
/// from 1; the window keeps what it knows of each in a ring, settles them in any order, and opens again from the oldest.
struct ConfirmWindow<Ticket: Sendable>: Sendable {
  /// What a returned message is known by. Two in flight with the same key are routed alike, so that either may be meant.
  struct Key: Sendable, Hashable {
    var exchange: String
    var routingKey: String
    var messageID: String?
  }

  enum Outcome: Sendable, Equatable {
    case confirmed
    case unroutable(BrokerReply)
    case notConfirmed
  }

  struct Settled: Sendable {
    var ticket: Ticket
    var key: Key
    var sentAt: ContinuousClock.Instant
    var outcome: Outcome
  }

  struct Entry: Sendable {
    var ticket: Ticket
    var key: Key
    var bytes: Int
    var sentAt: ContinuousClock.Instant
    var returned: BrokerReply?
  }

  private var ring: [Entry?]
  /// The oldest tag that is not settled; equal to `nextTag` when none is outstanding.
  private var firstTag: UInt64 = 1
  private var nextTag: UInt64 = 1
  /// The messages in flight.
  private(set) var count = 0
  /// The lengths of their bodies.
  private(set) var bytes = 0
  private let maximumBytes: Int

  /// - Parameter limit: messages in flight at once.
  /// - Parameter maximumBytes: of bodies in flight. A longer body leaves alone.
  init(limit: Int, maximumBytes: Int) {
    self.ring = Array(repeating: nil, count: limit)
    self.maximumBytes = maximumBytes
  }

  /// Whether a body of `bytes` may leave now. The window counts from the oldest unconfirmed message, so that one that is
  /// never confirmed stops it.
  func hasRoom(for bytes: Int) -> Bool {
    Int(self.nextTag - self.firstTag) < self.ring.count
      && (self.count == 0 || self.bytes <= self.maximumBytes - min(bytes, self.maximumBytes))
  }

  /// When the oldest message in flight was sent.
  var oldestSentAt: ContinuousClock.Instant? { self.ring[self.slot(self.firstTag)]?.sentAt }

  /// Notes a message that is about to leave, and answers the tag that the broker will confirm it by.
  mutating func send(_ ticket: Ticket, key: Key, bytes: Int, at now: ContinuousClock.Instant) -> UInt64 {
    let tag = self.nextTag
    self.ring[self.slot(tag)] = Entry(ticket: ticket, key: key, bytes: bytes, sentAt: now)
    self.bytes += bytes
    self.nextTag += 1
    self.count += 1
    return tag
  }

  /// Attaches a `basic.return` to its message. The broker sends it before the confirm, which is positive all the same.
  mutating func returned(_ key: Key, _ reply: BrokerReply) {
    for tag in self.firstTag..<self.nextTag {
      let slot = self.slot(tag)
      guard let entry = self.ring[slot], entry.key == key, entry.returned == nil else { continue }
      self.ring[slot]?.returned = reply
      return
    }
  }

  /// Settles one tag, or with `multiple` all up to it (0: all). What is settled already is passed over.
  mutating func confirmed(tag: UInt64, multiple: Bool, isPositive: Bool) throws(AMQPError) -> [Settled] {
    let last = tag == 0 && multiple ? self.nextTag - 1 : tag
    guard last < self.nextTag else {
      throw .protocolViolation("the broker confirmed message \(tag), which was not sent")
    }
    guard last >= self.firstTag else { return [] }
    var settled: [Settled] = []
    for tag in (multiple ? self.firstTag : last)...last {
      let slot = self.slot(tag)
      guard let entry = self.ring[slot] else { continue }
      self.ring[slot] = nil
      self.count -= 1
      self.bytes -= entry.bytes
      let outcome: Outcome =
        if isPositive { entry.returned.map { .unroutable($0) } ?? .confirmed } else { .notConfirmed }
      settled.append(Settled(ticket: entry.ticket, key: entry.key, sentAt: entry.sentAt, outcome: outcome))
    }
    while self.firstTag < self.nextTag && self.ring[self.slot(self.firstTag)] == nil { self.firstTag += 1 }
    return settled
  }

  /// Empties the window when the link is lost: nobody knows what became of these, oldest first.
  mutating func takeAll() -> [Entry] {
    let entries = (self.firstTag..<self.nextTag).compactMap { self.ring[self.slot($0)] }
    self.ring = Array(repeating: nil, count: self.ring.count)
    self.firstTag = self.nextTag
    self.count = 0
    self.bytes = 0
    return entries
  }

  private func slot(_ tag: UInt64) -> Int {
    Int(tag % UInt64(self.ring.count))
  }
}
