import Messages
import Messaging
import Testing

struct SenderIdentityTests {
  private func identify(
    user: String?, key: String = "complaint.reported.v1", source: String
  ) -> Result<String, Rejected> {
    var transport = Sample.binary(["source": .string(source)])
    transport.userID = user
    transport.routingKey = key
    do throws(Rejected) {
      return .success(try SenderIdentity.identify(transport, try CloudEventsCodec.decode(transport)).user)
    } catch {
      return .failure(error)
    }
  }

  private func codes(_ result: Result<String, Rejected>) -> [Fault.Code] {
    if case .failure(let rejected) = result { rejected.faults.map(\.code) } else { [] }
  }

  @Test(arguments: ["/pms", "/pms/", "/pms/shenzhen/office-3"])
  func takesTheUserWhoSpeaksForHisOwnSource(source: String) {
    #expect(self.identify(user: "pms", source: source) == .success("pms"))
    #expect(self.identify(user: nil, key: "complaint.reported.v1.pms", source: source) == .success("pms"))
    #expect(self.identify(user: "pms", key: "complaint.reported.v1.pms", source: source) == .success("pms"))
  }

  @Test(arguments: ["/pm", "/pms2", "pms", "//pms", "/PMS", "/contractor-1", "/intake", "https://pms"])
  func refusesAForeignSource(source: String) {
    #expect(self.codes(self.identify(user: "pms", source: source)) == [.senderForeign])
  }

  @Test func refusesAMessageWithoutAUser() {
    #expect(self.codes(self.identify(user: nil, source: "/pms")) == [.senderMissing])
    #expect(self.codes(self.identify(user: "", source: "/")) == [.senderMissing])
    #expect(self.codes(self.identify(user: nil, key: "complaint.reported.v1.", source: "/")) == [.senderMissing])
  }

  @Test func refusesTwoDifferentUsers() {
    let result = self.identify(user: "pms", key: "complaint.reported.v1.contractor-1", source: "/x")
    #expect(self.codes(result) == [.senderForeign, .senderForeign])
  }
}
