import CallbackDomain
import DurableMessaging
import Foundation
import Messages
import Messaging
import Policy
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

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

  @Test("R-333: when its time has passed the customer's remark goes, and his scores stay")
  func anonymised() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch, version: 1)
      try await world.events.wait(for: CallbackScheduled.self)
      let path = example.path(.closing)
      #expect(try await world.api.post("\(path)/answer", CaseExample.answer()).status == 200)
      try await world.publish(
        CaseAnonymised(complaint: example.complaint, anonymisedAt: Date()), from: .dispatch, version: 2)
      try await eventually("the remark has gone") { try await !world.api.get(path).text.contains("王女士") }
      #expect(try await world.api.get(path).text.contains(#""quality":5"#))
    }
  }

  @Test("R-011: the company of a project is known from the register, and a callback goes by the policy of its project")
  func policyOfProject() throws {
    let register = try PolicyRegister(
      [.cohl, .vanke],
      assignments: [
        PolicyAssignment(.company("南京公司"), profile: "vanke", from: try CalendarDay("2000-01-01")),
        PolicyAssignment(
          .project(try #require(ProjectCode("CLX"))), profile: "vanke", from: try CalendarDay("2023-01-05")),
      ])
    let handler = try CallbackHandler(
      policies: register, from: CalendarDay("2023-01-03"), calendar: .mainlandChina)
    let (early, late, other) = (
      try CaseExample(1), try CaseExample(2), try CaseExample(3, project: "NJX")
    )
    var state = CallbackState([], companies: [(other.complaint.project, "南京公司")])
    for (example, time, policy) in [
      (early, "2023-01-04T23:00:00+08:00", "cohl"), (late, "2023-01-05T00:00:00+08:00", "vanke"),
      (other, "2023-01-04T23:00:00+08:00", "vanke"),
    ] {
      let now = try CaseExample.time(time)
      let message = example.handled(at: now)
      let envelope = Envelope(
        id: UUID().uuidString, source: "/dispatch", type: CaseHandled.type, subject: message.subject, time: now,
        data: try MessageCoding.encode(message))
      let transport = CloudEventsCodec.encode(envelope, exchange: Service.dispatch.exchange)
      let arrival = Arrival(key: UUID(), consumer: "test", transport: transport, envelope: .success(envelope))
      var effects = Effects()
      _ = try handler.handle(.message(arrival, envelope), state: &state, now: now, effects: &effects)
      let callback = state.newCallbacks.first { $0.number.complaint == example.complaint }
      #expect(callback?.policy.profile == policy)
    }
    // What was scheduled before the change keeps its version.
    #expect(state.newCallbacks.first { $0.number.complaint == early.complaint }?.policy == PolicyProfile.cohl.reference)
  }

  @Test("R-011: what the register says of a project is kept, the newer of two words")
  func companies() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let project = try CaseExample().complaint.project
      let time = Date()
      for (company, changedAt) in [("南京公司", time), ("旧公司", time - 60)] {
        try await world.publish(
          ProjectChanged(project: project, name: "翠林兰溪园", company: company, changedAt: changedAt), from: .intake)
      }
      try await world.publish(CaseExample().handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      try await eventually("the company is known") {
        try await TestDatabase.current.run("SELECT company FROM callback.project").contains("南京公司")
      }
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

  @Test("R-189: a refused callback is recorded with who heard it, told, and neither answered nor tried any more")
  func refusal() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let path = example.path(.closing)
      for _ in 1...2 {
        let refused = try await world.api.post(path + "/refusal", #"{"by": "chen.jie"}"#)
        #expect(refused.status == 200 && refused.text.contains(#""refusedBy":"chen.jie""#), "\(refused.text)")
      }
      try await world.events.wait(for: CallbackRefused.self)
      #expect(try await world.api.post(path + "/answer", CaseExample.answer()).status == 409)
      #expect(try await world.api.post(path + "/attempts", "{}").status == 409)
      #expect(try await world.api.get("/callbacks?state=refused").text.contains(example.complaint.text))
      #expect(try world.events.all(CallbackRefused.self).count == 1)
    }
  }

  @Test("R-189: who has refused is not asked again about the case, and dispatch hears at once that it need not wait")
  func refusalStands() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      let refused = try await world.api.post(example.path(.closing) + "/refusal", #"{"by": "chen.jie"}"#)
      #expect(refused.status == 200, "\(refused.text)")
      // R-168: whoever has heard the refusal may handle the next round.
      try await world.publish(example.handled(round: 2, by: "chen.jie"), from: .dispatch)
      let heard = try await world.events.wait(for: CallbackRefused.self, count: 2)
      #expect(heard.map(\.round) == [1, 2] && heard.map(\.kind) == [.closing, .closing])
      let second = try await world.api.get(example.path(.closing, round: 2))
      #expect(second.text.contains(#""state":"refused""#) && second.text.contains(#""refusedBy":"chen.jie""#))
      #expect(try world.events.all(CallbackScheduled.self).count == 1)
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
