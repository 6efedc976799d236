import AMQP
import DurableMessaging
import Messages
import Messaging

/// Exchanges and queues, bound as the services' layouts say.
struct SimulatedBroker {
  /// What one layout takes from its exchange, and the queues among which it is dealt out.
  private struct Branch {
    let layout: QueueLayout
    let patterns: [TopicPattern]
    let queues: [SimulatedQueue]
  }

  let queues: [SimulatedQueue]
  private let branches: [Branch]
  /// By routing key: it names the exchange too, apart from outside senders' keys.
  private var routes: [String: [Branch]] = [:]

  /// - Parameter partitions: into how many queues each consumer's messages are split.
  init(partitions: Int) {
    self.branches = Service.allCases.filter { $0 != .outside }
      .flatMap { QueueLayout.all(of: $0, partitions: partitions) }
      .map { layout in
        Branch(
          layout: layout, patterns: layout.sources.map { TopicPattern($0.routingKey) },
          queues: layout.queues.map {
            SimulatedQueue(name: $0, service: layout.service, consumer: layout.consumer)
          })
      }
    self.queues = self.branches.flatMap(\.queues)
  }

  mutating func publish(_ letter: Letter) {
    for branch in self.route(letter.message) {
      let queue = branch.queues[branch.queues.count > 1 ? Self.hash(letter.message) % branch.queues.count : 0]
      queue.append(Parcel(letter: letter))
    }
  }

  private mutating func route(_ message: TransportMessage) -> [Branch] {
    if let known = self.routes[message.routingKey] { return known }
    let found = self.branches.filter { branch in
      branch.layout.exchange == message.exchange && branch.patterns.contains { $0.matches(message.routingKey) }
    }
    self.routes[message.routingKey] = found
    return found
  }

  /// Of what the layout has the broker look at: the subject of our own events, the id of an outside system's message.
  private static func hash(_ message: TransportMessage) -> Int {
    var text = message.messageID ?? ""
    if message.exchange != Service.outside.exchange, case .string(let subject) = message.headers["cloudEvents_subject"]
    {
      text = subject
    }
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return Int(hash >> 33)
  }
}
