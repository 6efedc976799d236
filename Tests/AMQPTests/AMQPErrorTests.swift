import Testing

@testable import AMQP

@Suite struct AMQPErrorTests {
  @Test func descriptionIsSafeAndDebugDescriptionComplete() {
    let error = AMQPError(
      replyCode: 403, replyText: "ACCESS_REFUSED - access to topic 'complaint.reported.v1.pms'", detail: "publishing")
    #expect(error.description == "AMQPError: refused (403): publishing")
    #expect(error.debugDescription.contains("complaint.reported.v1.pms"))
    #expect(error.debugDescription.contains("AMQPErrorTests.swift:"))
  }

  @Test(arguments: [
    (UInt16(312), AMQPError.Code.unroutable, true), (403, .refused, false), (530, .refused, false),
    (404, .notFound, true),
    (405, .locked, true), (406, .preconditionFailed, false), (505, .protocolViolation, true), (320, .linkLost, true),
  ])
  func theReplyCodeDecidesTheCode(_ replyCode: UInt16, _ code: AMQPError.Code, _ isRetriable: Bool) {
    let error = AMQPError(replyCode: replyCode, replyText: "")
    #expect(error.code == code && error.isRetriable == isRetriable)
  }

  @Test func aClosedChannelBlamesOnlyTheMessagesThatTheReplyNames() {
    let closed = AMQPError(
      replyCode: 404, replyText: "NOT_FOUND - no exchange 'nowhere' in vhost 'redress'", detail: "channel closed")
    #expect(closed.forMessage(to: "nowhere", isAlone: false).code == .notFound)
    #expect(closed.forMessage(to: "inbound", isAlone: false).code == .linkLost)
    let precondition = AMQPError(replyCode: 406, replyText: "PRECONDITION_FAILED - user_id property set to 'x'")
    #expect(precondition.forMessage(to: "inbound", isAlone: true).code == .preconditionFailed)
    #expect(precondition.forMessage(to: "inbound", isAlone: false).code == .linkLost)
    #expect(precondition.forMessage(to: "inbound", isAlone: false).isRetriable)
  }
}
