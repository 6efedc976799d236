import FoundationEssentials
import Messages

/// The contract as AsyncAPI 3.0: what an integrator reads, made from the catalogue.
///
/// It describes redress itself, so that `receive` is what others send to us and `send` what we tell them.
package enum AsyncAPIDocument {
  /// - Throws: `EncodingError` when a sample of the catalogue cannot be written.
  package static func make() throws -> String {
    let document = YAML.mapping(
      ("asyncapi", "3.0.0"),
      (
        "info",
        .mapping(
          ("title", "redress"), ("version", "1.0.0"), ("description", .text(Self.introduction)))
      ),
      ("defaultContentType", "application/json"),
      ("servers", .mapping(("broker", Self.server))),
      ("channels", .mapping(Self.channels)),
      ("operations", .mapping(Self.operations)),
      (
        "components",
        .mapping(
          ("messages", .mapping(try Catalogue.entries.flatMap(MessageDescription.all))),
          ("schemas", .mapping(Catalogue.entries.map { ($0.type, PayloadSchema.make($0.message)) })),
          (
            "securitySchemes",
            .mapping(
              (
                "user",
                .mapping(
                  ("type", "userPassword"),
                  ("description", "A broker user of your own, from the operator."))
              ))
          ))
      ))
    return "# Made from the message catalogue; AsyncAPIDocumentTests compares it. Do not edit.\n" + document.document
  }

  private static var server: YAML {
    .mapping(
      ("host", "{host}:{port}"), ("pathname", "/{virtualHost}"), ("protocol", "amqp"), ("protocolVersion", "0.9.1"),
      ("description", "RabbitMQ, with a virtual host of its own."),
      (
        "variables",
        .mapping(
          ("host", .mapping(("default", "localhost"), ("description", "Where the operator runs the broker."))),
          ("port", .mapping(("default", .text("5672")))),
          ("virtualHost", .mapping(("default", "redress"))))
      ),
      ("security", .list([.reference("components", "securitySchemes", "user")])))
  }

  // MARK: Channels

  private static var channels: [(name: String, value: YAML)] {
    Catalogue.entries.map(Self.routingKeyChannel) + Self.queues.map(Self.queueChannel)
  }

  private static func routingKeyChannel(_ entry: Catalogue.Entry) -> (name: String, value: YAML) {
    let exchange = YAML.mapping(
      ("name", .text(entry.exchange)), ("type", "topic"), ("durable", true), ("autoDelete", false),
      ("vhost", "redress"))
    let channel = YAML.mapping(
      ("address", .text(entry.type)), ("description", .text(entry.summary)),
      ("messages", Self.references(to: [entry])),
      (
        "bindings",
        .mapping(
          ("amqp", .mapping(("is", "routingKey"), ("exchange", exchange), ("bindingVersion", .text("0.3.0")))))
      ))
    return (entry.type, channel)
  }

  private struct Queue {
    let consumer: Service
    let exchange: String
    let entries: [Catalogue.Entry]

    var name: String { "\(self.consumer.rawValue).\(self.exchange)" }
  }

  private static var queues: [Queue] {
    Service.allCases.flatMap { consumer in
      Catalogue.consumed(by: consumer).sorted { $0.key < $1.key }.map { exchange, types in
        Queue(consumer: consumer, exchange: exchange, entries: types.compactMap(Catalogue.entry))
      }
    }
  }

  private static func queueChannel(_ queue: Queue) -> (name: String, value: YAML) {
    let properties = YAML.mapping(
      ("name", .text(queue.name)), ("durable", true), ("exclusive", false), ("autoDelete", false),
      ("vhost", "redress"))
    let channel = YAML.mapping(
      ("address", .text(queue.name)),
      (
        "description",
        .text("What \(queue.consumer.rawValue) reads of the exchange \(queue.exchange); a quorum queue of its own.")
      ),
      ("messages", Self.references(to: queue.entries)),
      (
        "bindings",
        .mapping(("amqp", .mapping(("is", "queue"), ("queue", properties), ("bindingVersion", .text("0.3.0")))))
      ))
    return (queue.name, channel)
  }

  private static func references(to entries: [Catalogue.Entry]) -> YAML {
    .mapping(
      entries.flatMap(MessageDescription.names).map { ($0, .reference("components", "messages", $0)) })
  }

  // MARK: Operations

  private static var operations: [(name: String, value: YAML)] {
    let routed = Catalogue.entries.map { entry in
      Self.operation(
        entry.producer == .outside ? "receive" : "send", channel: entry.type, entries: [entry],
        summary: entry.producer == .outside
          ? "Publish this to the exchange \(entry.exchange)."
          : "\(entry.producer.rawValue) publishes this to the exchange \(entry.exchange).")
    }
    let queued = Self.queues.map { queue in
      Self.operation(
        "receive", channel: queue.name, entries: queue.entries, summary: "\(queue.consumer.rawValue) reads its queue.")
    }
    return routed + queued
  }

  private static func operation(
    _ action: String, channel: String, entries: [Catalogue.Entry], summary: String
  ) -> (name: String, value: YAML) {
    let messages = entries.flatMap(MessageDescription.names)
    let operation = YAML.mapping(
      ("action", .text(action)), ("channel", .reference("channels", channel)), ("summary", .text(summary)),
      ("messages", .list(messages.map { .reference("channels", channel, "messages", $0) })),
      (
        "bindings",
        .mapping(
          (
            "amqp",
            .mapping(
              ("deliveryMode", 2), ("mandatory", action == "receive" ? true : nil),
              ("ack", action == "receive" ? true : nil), ("bindingVersion", .text("0.3.0")))
          ))
      ))
    return ("\(action).\(channel)", operation)
  }
}
