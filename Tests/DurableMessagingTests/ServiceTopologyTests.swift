import AMQP
import DurableMessaging
import Messages
import Testing

@Suite("ServiceTopology")
struct ServiceTopologyTests {
  @Test("A service declares its own exchange and only looks for those of others", arguments: Service.allCases)
  func ownAndForeign(_ service: Service) {
    guard service != .outside else { return }
    let topology = ServiceTopology.make(for: service)
    #expect(topology.exchanges.first == .own(service.exchange))
    for exchange in topology.exchanges {
      #expect(exchange.isForeign == !exchange.name.hasPrefix("\(service.rawValue)."))
    }
    for queue in topology.queues { #expect(queue.name.hasPrefix("\(service.rawValue).")) }
  }

  @Test("Every type that somebody reads is bound to his queue", arguments: Catalogue.entries.map(\.type))
  func bindings(_ type: String) throws {
    let entry = try #require(Catalogue.entry(of: type))
    for consumer in entry.consumers {
      let queue = "\(consumer.rawValue).\(entry.exchange)"
      let topology = ServiceTopology.make(for: consumer)
      #expect(
        topology.bindings.contains(Topology.Binding(exchange: entry.exchange, queue: queue, routingKey: type)))
      #expect(ServiceTopology.queues(of: consumer).contains(queue))
    }
  }

  @Test("Only messages from outside are taken with their sender's name in the routing key too")
  func senderInRoutingKey() {
    let intake = ServiceTopology.make(for: .intake)
    #expect(
      intake.bindings.filter { $0.queue == "intake.inbound" }.map(\.routingKey)
        == ["complaint.reported.v1", "complaint.reported.v1.*"])
    let dispatch = ServiceTopology.make(for: .dispatch)
    #expect(!dispatch.bindings.contains { $0.routingKey.hasSuffix("*") })
  }

  @Test("Queues are quorum queues with one active consumer, a delivery limit and dead letters that lose nothing")
  func queueArguments() throws {
    let topology = ServiceTopology.make(for: .dispatch)
    let queue = try #require(topology.queues.first { $0.name == "dispatch.intake.events" })
    #expect(
      queue
        == .quorum(
          "dispatch.intake.events", deadLetterExchange: "dispatch.dlx", deliveryLimit: 20, isSingleActiveConsumer: true)
    )
    #expect(topology.queues.contains(.quorum("dispatch.dead")))
    #expect(
      topology.bindings.contains(Topology.Binding(exchange: "dispatch.dlx", queue: "dispatch.dead", routingKey: "#")))
  }
}
