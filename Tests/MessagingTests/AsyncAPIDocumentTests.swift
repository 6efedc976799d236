import Foundation
import Messages
import Messaging
import TestSupport
import Testing

struct AsyncAPIDocumentTests {
  private static let file = RecordedFile("deploy/asyncapi/asyncapi.yaml")

  @Test func theFileIsWhatTheCatalogueSays() throws {
    #expect(
      try Self.file.holds(AsyncAPIDocument.make()),
      "deploy/asyncapi/asyncapi.yaml differs from the catalogue: record it with REDRESS_RECORD=1 and look at the change"
    )
  }

  @Test func everyMessageAndEveryQueueIsInIt() throws {
    let lines = Set(try AsyncAPIDocument.make().split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } })
    for entry in Catalogue.entries {
      #expect(lines.contains("\(entry.type):"))
      for consumer in entry.consumers { #expect(lines.contains("name: \(consumer.rawValue).\(entry.exchange)")) }
    }
  }

  @Test func everyFieldIsExplained() throws {
    let lines = try AsyncAPIDocument.make().split(separator: "\n")
    #expect(!lines.contains { $0.hasSuffix("description: \"\"") })
    #expect(!lines.contains { $0.contains("description: \" ") })
  }

  @Test func theExampleOfTheIntroductionIsTaken() throws {
    let transport = TransportMessage(
      exchange: "inbound", routingKey: "complaint.reported.v1.pms", contentType: "application/cloudevents+json",
      body: Array(AsyncAPIDocument.exampleEvent.utf8))
    let envelope = try CloudEventsCodec.decode(transport)
    #expect(try SenderIdentity.identify(transport, envelope).user == "pms")
    #expect(try ComplaintReported.read(envelope.data).reference == "PMS-000123")
  }
}
