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
      #expect(QueueLayout.all(of: consumer, partitions: 1).flatMap(\.queues).contains(queue))
    }
  }

  @Test("Only messages from outside are taken with their sender's name in the routing key too")
  func senderInRoutingKey() {
    let intake = ServiceTopology.make(for: .intake)
    #expect(
      intake.bindings.filter { $0.destination == .queue("intake.inbound") }.map(\.routingKey)
        == Catalogue.consumed(by: .intake)["inbound"]?.flatMap { [$0, "\($0).*"] })
    let dispatch = ServiceTopology.make(for: .dispatch)
    #expect(!dispatch.bindings.contains { $0.routingKey.hasSuffix("*") })
  }

  @Test("Partitions stand behind a hash exchange, which alone gets what the one queue would get")
  func partitions() throws {
    let one = try #require(QueueLayout.all(of: .dispatch, partitions: 1).first { $0.exchange == "intake.events" })
    let four = try #require(QueueLayout.all(of: .dispatch, partitions: 4).first { $0.exchange == "intake.events" })
    #expect(one.consumer == four.consumer && one.queues == [one.consumer] && one.hashExchange == nil)
    let hash = try #require(four.hashExchange)
    #expect(four.queues == (1...4).map { "dispatch.intake.events.\($0)-of-4" })
    #expect(four.sources.map(\.routingKey) == one.sources.map(\.routingKey))
    #expect(four.sources.allSatisfy { $0.destination == .exchange(hash) })

    let topology = ServiceTopology.make(for: .dispatch, partitions: 4)
    #expect(!topology.queues.contains { $0.name == one.consumer })
    for queue in four.queues {
      #expect(topology.bindings.contains(Topology.Binding(exchange: hash, queue: queue, routingKey: "1")))
      let declared = try #require(topology.queues.first { $0.name == queue })
      #expect(declared.arguments["x-single-active-consumer"] == true)
    }
    #expect(topology.exchanges.contains(.hashing(hash, onHeader: "cloudEvents_subject")))
    #expect(Set(topology.queues.map(\.name)).count == topology.queues.count)
  }

  @Test("What comes from outside is dealt out by message id, because no subject is asked of it")
  func partitionsOfInbound() {
    let topology = ServiceTopology.make(for: .intake, partitions: 2)
    #expect(topology.exchanges.contains(.hashingOnMessageID("intake.inbound.by-2")))
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
