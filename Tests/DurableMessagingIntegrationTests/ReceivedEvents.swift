import AMQP
import Synchronization

/// What a receiver got, without repeats.
final class ReceivedEvents: Sendable {
  private struct State {
    var seen: Set<String> = []
    var versions: [String: [Int64]] = [:]
  }

  private let state = Mutex(State())

  var distinctCount: Int { self.state.withLock { $0.seen.count } }
  /// By subject, in order of first arrival.
  var versions: [String: [Int64]] { self.state.withLock { $0.versions } }

  func add(_ deliveries: [Delivery]) {
    self.state.withLock { state in
      for properties in deliveries.map(\.properties) {
        guard let id = properties.messageID, state.seen.insert(id).inserted,
          let subject = properties.headers["cloudEvents_subject"]?.text,
          case .int64(let version)? = properties.headers["cloudEvents_aggregateversion"]
        else { continue }
        state.versions[subject, default: []].append(version)
      }
    }
  }
}
