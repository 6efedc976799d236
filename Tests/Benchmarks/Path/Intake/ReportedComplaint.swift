import AMQP
import Foundation
import Messages

/// A complaint as the property office's system sends it, with a body of about 800 bytes, which is what the floor carries.
///
/// Written by hand and not by the services' own code: the driver shares its processor with what it measures.
struct ReportedComplaint: Sendable {
  static let bodySize = 800

  /// Names it among all of this run.
  let reference: String
  let number: Int

  init(_ number: Int, of run: String) {
    self.number = number
    self.reference = "\(run)-\(number)"
  }

  /// Every second one travels in structured mode.
  func message(at time: Date) -> AMQPMessage {
    let time = RFC3339.string(from: time)
    let data = Array(self.data(time).utf8)
    guard self.number.isMultiple(of: 2) else {
      return AMQPMessage(
        exchange: Service.outside.exchange, routingKey: ComplaintReported.type,
        properties: AMQPProperties(
          contentType: "application/json",
          headers: [
            "cloudEvents_specversion": "1.0", "cloudEvents_id": .string(self.reference),
            "cloudEvents_source": "/pms", "cloudEvents_type": .string(ComplaintReported.type),
            "cloudEvents_time": .string(time),
          ],
          messageID: self.reference, userID: "pms"), body: data)
    }
    let head = """
      {"specversion":"1.0","id":"\(self.reference)","source":"/pms","type":"\(ComplaintReported.type)","time":"\(time)",\
      "datacontenttype":"application/json","data":
      """
    return AMQPMessage(
      exchange: Service.outside.exchange, routingKey: ComplaintReported.type,
      properties: AMQPProperties(
        contentType: "application/cloudevents+json", messageID: self.reference, userID: "pms"),
      body: Array(head.utf8) + data + Array("}".utf8))
  }

  /// Nine in ten are defects to be repaired, as in the recorded complaints; the rest are about the property service.
  private func data(_ time: String) -> String {
    let project = Servers.projects[self.number % Servers.projects.count]
    let part = self.number % 10 == 9 ? "property-service" : ["waterproofing", "heating", "plumbing"][self.number % 3]
    return """
      {"reference":"\(self.reference)","receivedAt":"\(time)","channel":"property-office","kind":"complaint",\
      "customer":{"surname":"王","telephone":"138\(10_000_000 + self.number % 80_000_000)"},\
      "unit":{"project":"\(project)","building":"\(self.number % 24 + 1)","unit":"\(self.number % 28 + 1)01",\
      "location":"卫生间吊顶"},"buildingPart":"\(part)","content":"\(Self.content)","accessTimes":["周六上午"]}
      """
  }

  private static let content = String(
    repeating: "卫生间吊顶漏水，楼上已关水阀，仍在滴水，已经影响正常生活。The ceiling still drips. ", count: 4)
}
