import Foundation

/// Services that die or are told to stop.
extension Fault {
  static let services: [Fault] = FiveServices.names.map(killed) + [stopped]

  private static func killed(_ service: String) -> Fault {
    Fault(name: "\(service): kill -9, three times", isInShortForm: service == "dispatch") { world in
      for _ in 1...3 {
        try await world.randomMoment()
        try await world.kill(service)
        world.faultEnds()
        try world.start(service)
        try await world.services.waitUntilReady(service)
      }
      return "started again at once"
    }
  }

  private static let stopped = Fault(name: "SIGTERM to each service in mid-batch", isInShortForm: true) { world in
    var longest = Duration.zero
    for service in world.shuffled(FiveServices.names) {
      try await world.randomMoment()
      longest = max(longest, try await world.stop(service))
      world.faultEnds()
      try world.start(service)
      try await world.services.waitUntilReady(service)
    }
    return "each ended with status 0, the slowest after \(Self.seconds(longest)) s"
  }

  static func seconds(_ duration: Duration) -> String { String(format: "%.1f", duration / .seconds(1)) }
}
