import TestSupport

/// Messages that come twice, late, and in another order than they were sent.
extension Fault {
  static let deliveries: [Fault] = [
    Fault(name: "deliveries doubled, delayed and reordered between subjects") { world in
      let shuffler = try await Shuffler(
        broker: world.broker, random: SeededGenerator(seed: UInt64(world.draw(1...9999))))
      // Services' queues stay behind it to the end.
      world.keep(shuffler)
      try await world.untilClosed(30)
      let (doubled, delayed) = try await shuffler.stop()
      try await world.recover()
      return "\(doubled) doubled, \(delayed) overtaken by others"
    }
  ]
}
