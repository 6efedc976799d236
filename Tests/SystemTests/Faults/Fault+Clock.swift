import Foundation
import Messages
import TestSupport

/// The time that the services live in jumps.
extension Fault {
  static let clock: [Fault] = [
    Fault(
      name: "the clock jumps an hour ahead",
      setup: {
        let start = Date()
        let jump = start + Self.untilJump
        // In a tenth of a second the clock runs through an hour.
        let rate = "1,36000@\(RFC3339.string(from: jump)),1@\(RFC3339.string(from: jump + Self.hour))"
        return FaultSetup(
          settings: Self.clock(shows: start, at: start, rate: rate), outsideSettings: Self.clockAnHourAhead)
      },
      strike: { world in
        try await world.lasting(.seconds(Self.untilJump))
        try await world.recover()
        return "in all services at once, while they work"
      }),
    Fault(
      name: "the clock of all services but contractors is set back an hour",
      setup: { FaultSetup(outsideSettings: Self.clockAnHourAhead) },
      strike: { world in
        // Contractors refuses work that was completed after its own present, and tells the sender so: the domain's answer to
        // a clock that differs from the sender's, which an operator replays when the clock is right again.
        for service in world.shuffled(FiveServices.names.filter { $0 != "contractors" }) {
          try await world.randomMoment()
          try await world.kill(service)
          let now = Date()
          try world.start(service, settings: Self.clock(shows: now - Self.hour, at: now, rate: "1"))
          try await world.recover()
        }
        return "in one service after another, each killed and started again with its clock behind the others'"
      }),
  ]

  private static let hour: TimeInterval = 3600
  /// From the start of the services, the first cases included.
  private static let untilJump: TimeInterval = 15

  private static func clock(shows time: Date, at start: Date, rate: String) -> [String: String] {
    [
      "CLOCK_ORIGIN": RFC3339.string(from: time), "CLOCK_START": RFC3339.string(from: start), "CLOCK_RATE": rate,
    ]
  }

  /// The simulator does what is due by its own clock: with this one, whatever the services' clocks show.
  private static var clockAnHourAhead: [String: String] {
    let now = Date()
    return Self.clock(shows: now + Self.hour, at: now, rate: "1")
  }
}
