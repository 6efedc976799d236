import AMQP
import DurableMessaging
import Messages
import Messaging

/// Exchanges and queues, bound as the services' topologies say.
struct SimulatedBroker {
  let queues: [SimulatedQueue]
  private let bindings: [(exchange: String, pattern: TopicPattern, queue: SimulatedQueue)]
  private var routes: [String: [SimulatedQueue]] = [:]

  init() {
    var queues: [SimulatedQueue] = []
    var bindings: [(exchange: String, pattern: TopicPattern, queue: SimulatedQueue)] = []
    for service in Service.allCases where service != .outside {
      let topology = ServiceTopology.make(for: service)
      for name in QueueLayout.all(of: service, partitions: 1).flatMap(\.queues) {
        let queue = SimulatedQueue(name: name, service: service)
        queues.append(queue)
        for binding in topology.bindings where binding.destination == .queue(name) {
          bindings.append((binding.exchange, TopicPattern(binding.routingKey), queue))
        }
      }
    }
    self.queues = queues
    self.bindings = bindings
  }

  mutating func publish(_ message: TransportMessage, _ expectation: Expectation) {
    for queue in self.route(message) { queue.append(Parcel(message: message, expectation: expectation)) }
  }

  private mutating func route(_ message: TransportMessage) -> [SimulatedQueue] {
    let key = "\(message.exchange) \(message.routingKey)"
    if let known = self.routes[key] { return known }
    var found: [SimulatedQueue] = []
    for binding in self.bindings
    where binding.exchange == message.exchange && binding.pattern.matches(message.routingKey)
      && !found.contains(where: { $0 === binding.queue })
    {
      found.append(binding.queue)
    }
    self.routes[key] = found
    return found
  }
}
