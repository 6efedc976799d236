import AMQP
import Foundation
import Messages

/// The contractor's own system: reports a commissioned job as finished at once.
struct Contractor: Sendable {
  static let code = "DF"
  static let user = "contractor-1"

  private let publisher: AMQPPublisher

  init(_ servers: Servers) throws {
    self.publisher = AMQPPublisher(configuration: try servers.amqp("CONTRACTOR_AMQP_URL"), logger: servers.logger)
  }

  func run() async {
    await self.publisher.run()
  }

  func complete(_ commission: String) async throws {
    let time = RFC3339.string(from: .now)
    let body =
      #"{"reference":"\#(commission)#1","commission":"\#(commission)","completedAt":"\#(time)","report":"已修复。"}"#
    try await self.publisher.publish(
      AMQPMessage(
        exchange: Service.outside.exchange, routingKey: RepairCompletionReported.type,
        properties: AMQPProperties(
          contentType: "application/json",
          headers: [
            "cloudEvents_specversion": "1.0", "cloudEvents_id": .string("\(commission)#1"),
            "cloudEvents_source": .string("/\(Self.user)"), "cloudEvents_type": .string(RepairCompletionReported.type),
            "cloudEvents_time": .string(time),
          ],
          messageID: "\(commission)#1", userID: Self.user), body: Array(body.utf8)))
  }
}
