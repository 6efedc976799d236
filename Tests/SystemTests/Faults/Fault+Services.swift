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

  private static let oneOfTwoKilled = oneKilled(
    of: FaultSetup(instances: 2), name: "two instances of each service, one of each killed for good",
    observed: "the other one takes over")

  private static let oneOfThreeKilled = oneKilled(
    of: FaultSetup(instances: 3, settings: ["INBOX_PARTITIONS": "4"]),
    name: "three instances of each service, four partitions each, one of each killed for good", isInShortForm: true,
    observed: "the other two take its partitions over")

  private static func oneKilled(
    of setup: FaultSetup, name: String, isInShortForm: Bool = false, observed: String
  ) -> Fault {
    Fault(
      name: name, isInShortForm: isInShortForm, setup: { setup },
      strike: { world in
        for service in world.shuffled(FiveServices.names) {
          try await world.randomMoment()
          try await world.kill(service, instance: world.draw(0...setup.instances - 1))
          try await world.recover()
        }
        return observed
      })
  }

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
