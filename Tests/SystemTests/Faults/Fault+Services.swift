import Foundation
import TestSupport

/// Services that die or are told to stop.
extension Fault {
  static let services: [Fault] = FiveServices.names.map(killed) + [oneOfTwoKilled, oneOfThreeKilled, stopped]

  private static func killed(_ service: String) -> Fault {
    Fault(name: "\(service): kill -9, three times", isInShortForm: service == "dispatch") { world in
      for _ in 1...3 {
        try await world.randomMoment()
        try await world.kill(service)
        try world.start(service)
        try await world.recover()
      }
      return "started again at once"
    }
  }

  private static let oneOfTwoKilled = Fault(
    name: "two instances of each service, one of each killed for good", setup: { FaultSetup(instances: 2) },
    strike: { world in
      for service in world.shuffled(FiveServices.names) {
        try await world.randomMoment()
        try await world.kill(service, instance: world.draw(0...1))
        try await world.recover()
      }
      return "the other one takes over"
    })

  private static let oneOfThreeKilled = Fault(
    name: "three instances of each service, four partitions each, one of each killed for good", isInShortForm: true,
    setup: { FaultSetup(instances: 3, settings: ["INBOX_PARTITIONS": "4"]) },
    strike: { world in
      for service in world.shuffled(FiveServices.names) {
        try await world.randomMoment()
        try await world.kill(service, instance: world.draw(0...2))
        try await world.recover()
      }
      return "the other two take its partitions over"
    })

  private static let stopped = Fault(name: "SIGTERM to each service in mid-batch", isInShortForm: true) { world in
    var longest = Duration.zero
    for service in world.shuffled(FiveServices.names) {
      try await world.randomMoment()
      let repeated = try await Recount.repeatedDeliveries(world.database, to: service)
      longest = max(longest, try await world.stop(service))
      try world.start(service)
      try await world.recover()
      // What had been finished was acknowledged, or it would have come again. A sender may repeat himself meanwhile.
      let again = try await Recount.repeatedDeliveries(world.database, to: service) - repeated
      if service != "intake" && again > 0 { throw TestSupportError("\(again) messages came again to \(service)") }
    }
    return "each ended with status 0, the slowest after \(Self.seconds(longest)) s; nothing it had finished came again"
  }

  static func seconds(_ duration: Duration) -> String { String(format: "%.1f", duration / .seconds(1)) }
}
