import FoundationEssentials
import Messaging
import Testing

struct InboxKeyTests {
  private func key(_ transport: TransportMessage) -> UUID {
    InboxKey.make(transport, try? CloudEventsCodec.decode(transport))
  }

  @Test func isTheIdOfOurOwnEvents() {
    let transport = CloudEventsCodec.encode(Sample.envelope, exchange: "intake.events")
    #expect(self.key(transport).uuidString.lowercased() == Sample.envelope.id)
  }

  @Test func isNeverTheIdOfAMessageThatOnlyClaimsToBeOurs() {
    var transport = CloudEventsCodec.encode(Sample.envelope, exchange: "inbound")
    #expect(self.key(transport).uuidString.lowercased() != Sample.envelope.id)
    transport.exchange = "dispatch.events"
    #expect(self.key(transport).uuidString.lowercased() != Sample.envelope.id)
  }

  @Test func staysTheSameForEveryDelivery() {
    var redelivered = Sample.binary()
    redelivered.headers["x-delivery-count"] = .integer(2)
    #expect(self.key(redelivered) == self.key(Sample.binary()))
    var broken = Sample.binary(["id": nil])
    let first = self.key(broken)
    broken.headers["x-delivery-count"] = .integer(2)
    #expect(self.key(broken) == first)
  }

  @Test func tellsApartWhateverASenderMayConfuse() {
    var messages = [
      Sample.binary(), Sample.binary(["id": .string("2")]), Sample.binary(["source": .string("/pms/2")]),
      Sample.binary(["id": nil]), Sample.binary(["id": .unusable]), Sample.binary(["source": nil]),
      // The same texts, cut in another place.
      Sample.binary(["source": .string("/pms1"), "id": .string("1")]),
      Sample.binary(["source": .string("/pms"), "id": .string("11")]),
    ]
    var other = Sample.binary()
    other.body = Array(#"{"reference":"PMS-2"}"#.utf8)
    messages.append(other)
    other = Sample.binary()
    other.userID = "contractor-1"
    messages.append(other)
    other = Sample.binary()
    other.contentType = "text/plain"
    messages.append(other)
    #expect(Set(messages.map(self.key)).count == messages.count)
  }

  @Test func givesUnreadableMessagesAKeyToo() {
    let garbage = TransportMessage(exchange: "inbound", routingKey: "", body: [0xFF, 0x00])
    #expect(self.key(garbage) == self.key(garbage))
  }
}
