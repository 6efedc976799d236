import AMQP
import Messages

/// The broker's last resort: `<service>.dead` takes what a service was given twenty times and never answered for, because it
/// died each time. No service reads there; people look, and alarms do.
struct DeadLetters: Sendable {
  struct Count: Sendable, Equatable {
    let service: Service
    let messages: Int

    var queue: String { Self.queue(of: self.service) }

    static func queue(of service: Service) -> String { "\(service.rawValue).dead" }
  }

  private let configuration: AMQPConfiguration

  init(url: String) throws(Failure) {
    self.configuration = try AMQPConfiguration(operating: url, as: "redress-look")
  }

  /// What lies there, of those services where something does.
  func counts(of services: [Service] = Service.all) async throws(Failure) -> [Count] {
    var counts: [Count] = []
    for service in services {
      do throws(AMQPError) {
        // One that is not there has never been needed: the service has not run yet.
        let depth = try await AMQPErrand(configuration: self.configuration).depth(ofQueue: Count.queue(of: service))
        if let depth, depth.ready > 0 { counts.append(Count(service: service, messages: depth.ready)) }
      } catch {
        throw Failure(connecting: error, as: self.configuration.user)
      }
    }
    return counts
  }

  func findings() async throws(Failure) -> [Finding] {
    try await self.counts().map { count in
      Finding(
        .deadLetters, count.service.rawValue,
        "\(count.messages) messages in \(count.queue): each has killed the service, or its link, twenty times.",
        mark: count.queue)
    }
  }
}

extension AMQPConfiguration {
  /// For a person who waits: a broker that does not answer is told of after five seconds.
  init(operating url: String, as name: String) throws(Failure) {
    do throws(AMQPError) {
      self = try AMQPConfiguration(url: url, connectionName: name)
    } catch {
      throw Failure(
        "The broker's address cannot be used: \(error.detail ?? "\(error)").",
        advice: "It looks like amqp://USER:PASSWORD@HOST:PORT/redress.")
    }
    self.rpcTimeout = .seconds(5)
  }
}
