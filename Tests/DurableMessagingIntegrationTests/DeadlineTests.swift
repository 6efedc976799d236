import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("Deadlines", .serialized, .database)
struct DeadlineTests {
  private static let start = Date(timeIntervalSince1970: 1_672_531_200)

  private func set(_ world: World, _ subject: String, at date: Date) -> Arrival {
    world.arrival(
      subject, TallyCommand(kind: .setDeadline, reference: "set", dueAt: date.timeIntervalSince1970))
  }

  @Test("A deadline fires once with its effect, however many schedulers there are")
  func firesOnce() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      try await world.work.handle((0..<40).map { self.set(world, "s\($0)", at: Self.start) })
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { try await world.work.fire(limit: 15) } }
        for try await _ in group {}
      }
      while try await world.work.fire(limit: 15) > 0 {}
      #expect(try await world.marks().sorted() == (0..<40).map { "s\($0) due" }.sorted())
      #expect(try await world.sql("SELECT count(*) FROM deadline;") == "0")
      #expect(try await world.sql("SELECT count(*) FROM outbox_message;") == "40")
    }
  }

  @Test("It fires when the service's clock says so, and not before")
  func followsTheClock() async throws {
    let clock = TestClock(Self.start)
    try await World.run(clock: clock) { world in
      try await world.work.handle([self.set(world, "a", at: Self.start + 3_600)])
      #expect(try await world.work.fire() == 0)
      clock.advance(by: 3_600)
      #expect(try await world.work.fire() == 1)
      #expect(try await world.marks() == ["a due"])
    }
  }

  @Test("Set again it is replaced, cancelled it is gone")
  func replacingAndCancelling() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      try await world.work.handle([
        self.set(world, "a", at: Self.start), self.set(world, "b", at: Self.start),
        self.set(world, "a", at: Self.start + 60), world.arrival("b", .cancelDeadline, "cancel"),
        world.arrival("c", .cancelDeadline, "nothing to cancel"),
      ])
      #expect(try await world.sql("SELECT subject FROM deadline;") == "a")
      #expect(try await world.work.fire() == 0)
    }
  }

  @Test("Cancelling and firing at once: either it fired before, or it does not fire; never a dead-lock")
  func cancelAgainstFire() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      for round in 0..<25 {
        let subjects = (0..<6).map { "r\(round)s\($0)" }
        try await world.work.handle(subjects.map { self.set(world, $0, at: Self.start) })
        async let fired = world.work.fire()
        async let cancelled: Void = world.work.handle(
          subjects.reversed().map { world.arrival($0, .cancelDeadline, "cancel") })
        _ = try await (fired, cancelled)
        #expect(try await world.sql("SELECT count(*) FROM deadline;") == "0")
      }
      #expect(
        try await world.sql("SELECT count(*) FROM outbox_message;") == "\(world.marks().count)",
        "a deadline's effect is all there or not there")
      #expect(try await world.sql("SELECT count(*) FROM inbox_message WHERE state <> 'processed';") == "0")
    }
  }

  @Test("A deadline that the database refuses stays, waits and costs the others nothing")
  func failingDeadline() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      try await world.sql("INSERT INTO mark (subject, reference) VALUES ('x', 'b due');")
      try await world.work.handle(["a", "b", "c"].map { self.set(world, $0, at: Self.start) })
      #expect(try await world.work.fire() == 3)
      #expect(try await world.marks() == ["b due", "a due", "c due"])
      #expect(
        try await world.sql("SELECT subject, attempts, last_error, retry_at > now() FROM deadline;")
          == "b|1|not-stored|t")
      #expect(try await world.work.fire() == 0, "not before its time")

      try await world.sql("DELETE FROM mark WHERE subject = 'x'; UPDATE deadline SET retry_at = now();")
      #expect(try await world.work.fire() == 1)
      #expect(try await world.marks() == ["a due", "c due", "b due"])
    }
  }

  @Test("What a deadline sets going belongs to the story of the message that set it")
  func correlation() async throws {
    try await World.run(clock: TestClock(Self.start)) { world in
      let id = UUID()
      try await world.work.handle([
        world.arrival(
          "a", TallyCommand(kind: .setDeadline, reference: "set", dueAt: Self.start.timeIntervalSince1970), id: id)
      ])
      _ = try await world.work.fire()
      #expect(
        try await world.sql("SELECT headers->>'correlationID' FROM outbox_message;") == id.uuidString.lowercased())
    }
  }

  @Test("The scheduler fires in time on a clock on which a day passes in a second")
  func scaledClock() async throws {
    let clock = try #require(
      ScaledClock(start: Date(), phases: [.init(origin: Self.start, rate: 86_400)]))
    try await World.run(clock: clock) { world in
      let scheduler = DeadlineScheduler(work: world.work, logger: world.logger)
      try await running([{ await scheduler.run() }]) {
        // Set while it waits, and earlier than what it waits for.
        try await world.work.handle([self.set(world, "years", at: clock.now + 4_000 * 86_400)])
        try await world.work.handle([self.set(world, "day", at: clock.now + 86_400 / 4)])
        try await world.work.handle([self.set(world, "past", at: Self.start)])
        try await eventually(within: .seconds(30), "two have fired") {
          try await Set(world.marks()) == ["past due", "day due"]
        }
      }
      #expect(try await world.sql("SELECT subject FROM deadline;") == "years")
    }
  }
}

/// A clock that stands still until it is told otherwise.
final class TestClock: ServiceClock {
  private let time: Mutex<Date>

  init(_ start: Date) {
    self.time = Mutex(start)
  }

  var now: Date { self.time.withLock { $0 } }

  func advance(by seconds: Double) {
    self.time.withLock { $0 += seconds }
  }

  func sleep(until instant: Date) async throws {}
}
