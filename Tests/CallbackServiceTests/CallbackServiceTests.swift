import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import CallbackService

/// Messages and requests in, messages out.
@Suite(.broker(definitions: true), .database(schemas: true)) struct CallbackServiceTests {
  @Test("R-167, R-169: a handled case is called back, and the answer goes out without the remark")
  func closingCallback() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      let scheduled = try #require(try await world.events.wait(for: CallbackScheduled.self).first)
      #expect(scheduled.callback.text == "CLX-2023-000001-C1")
      let answer = try await world.api.post(example.path(.closing) + "/answer", CaseExample.answer())
      #expect(answer.status == 200, "\(answer.text)")
      let answered = try #require(try await world.events.wait(for: CallbackAnswered.self).first)
      #expect(answered.isSatisfied)
      #expect(world.events.all.compactMap(\.aggregateVersion) == [1, 2])
      #expect(!world.events.all.contains { String(decoding: $0.data, as: UTF8.self).contains("王女士") })
      #expect(try await world.api.get(example.path(.closing)).text.contains("王女士"))
      #expect(try await world.api.get("/callbacks?state=done").text.contains(#""remark""#) == false)
    }
  }

  @Test("R-171: after a dissatisfied answer the next round has its own callback")
  func nextRound() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      _ = try await world.api.post(example.path(.closing) + "/answer", CaseExample.answer(5, 3, 5))
      let first = try #require(try await world.events.wait(for: CallbackAnswered.self).first)
      #expect(!first.isSatisfied)
      try await world.publish(example.handled(round: 2), from: .dispatch)
      let scheduled = try await world.events.wait(for: CallbackScheduled.self, count: 2)
      #expect(scheduled.map(\.callback.text) == ["CLX-2023-000001-C1", "CLX-2023-000001-C2"])
    }
  }

  @Test("R-168: the handler may not call back about his own case")
  func handlerMayNotAsk() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(by: "li.na"), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let path = example.path(.closing) + "/answer"
      let own = try await world.api.post(path, CaseExample.answer(by: "li.na"))
      #expect(own.status == 422)
      #expect(own.faults == ["by invalid"])
      #expect(try await world.api.post(path, CaseExample.answer(by: "chen.jie")).status == 200)
    }
  }

  @Test("The same answer again is answered the same, another one is a conflict")
  func answeredTwice() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      let path = example.path(.closing) + "/answer"
      #expect(try await world.api.post(path, CaseExample.answer()).status == 404)
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let first = try await world.api.post(path, CaseExample.answer())
      let second = try await world.api.post(path, CaseExample.answer())
      #expect(second.status == 200)
      #expect(second.text == first.text)
      #expect(try await world.api.post(path, CaseExample.answer(1, 1, 1)).status == 409)
      try await world.events.wait(for: CallbackAnswered.self)
      #expect(try await Self.sql("SELECT version FROM complaint") == "2")
    }
  }

  @Test("R-191: whatever is delivered how often, a kind and a round have one callback")
  func redelivery() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      let event = try await world.publish(example.handled(), from: .dispatch)
      try await world.publish(event, from: .dispatch)
      try await world.publish(example.handled(by: "wu.min"), from: .dispatch)
      for _ in 1...2 { try await world.publish(example.closed(), from: .dispatch) }
      // One queue, in order: what came before has been dealt with when this one is there.
      let other = try CaseExample(2)
      try await world.publish(other.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self) { $0.complaint == other.complaint }
      let scheduled = try world.events.all(CallbackScheduled.self).filter { $0.complaint == example.complaint }
      #expect(scheduled.map(\.kind) == [.closing, .milestone])
      #expect(try await Self.sql("SELECT count(*) FROM deadline") == "1")
    }
  }

  @Test("R-008, R-176, R-179: a milestone callback whose week ends in a holiday begins on the next working day")
  func milestoneOverAHoliday() async throws {
    // Spring Festival rests from 21 to 27 January 2023. The clock runs a day in a fifth of a second.
    let settings = [
      "CLOCK_ORIGIN": "2023-01-16T10:00:00+08:00", "CLOCK_RATE": "432000", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(CallbackDefinition.self, settings: settings) { world in
      let example = try CaseExample()
      try await world.publish(
        example.closed(at: try CaseExample.time("2023-01-16T10:00:00+08:00")), from: .dispatch)
      let scheduled = try #require(try await world.events.wait(for: CallbackScheduled.self).first)
      #expect(scheduled.from == (try CaseExample.time("2023-01-28T00:00:00+08:00")))
      #expect(scheduled.dueAt == (try CaseExample.time("2023-02-03T00:00:00+08:00")))
      let due = try #require(try await world.events.wait(for: CallbackDue.self).first)
      #expect(due.callback == scheduled.callback)
      #expect(try await world.api.post(example.path(.milestone) + "/answer", CaseExample.answer()).status == 200)
      try await world.events.wait(for: CallbackAnswered.self)
      #expect(world.events.all.compactMap(\.aggregateVersion) == [1, 2, 3])
      #expect(try await Self.sql("SELECT count(*) FROM deadline") == "0")
    }
  }

  @Test("R-179: a milestone callback is not made before its day")
  func milestoneTooEarly() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.closed(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let early = try await world.api.post(example.path(.milestone) + "/answer", CaseExample.answer())
      #expect(early.status == 409)
      #expect(early.faults == ["state wrong-state"])
    }
  }

  private static func sql(_ statement: String) async throws -> String {
    try await TestDatabase.current.run("SET search_path = callback; \(statement)")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
