import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import CallbackService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AuditTests {
  @Test("R-336: everything that callback can be asked to change leaves an entry")
  func trail() async throws {
    try await ServiceWorld.run(CallbackDefinition.self) { world in
      let example = try CaseExample()
      try await world.publish(example.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self)
      var trail = try AuditTrail(of: CallbackDefinition.self, world)
      try await trail.ask("noteAttempt", "\(example.path(.closing))/attempts", #"{"by": "chen.jie"}"#)
      try await trail.ask("answerCallback", "\(example.path(.closing))/answer", CaseExample.answer())
      let other = try CaseExample(2)
      try await world.publish(other.handled(), from: .dispatch)
      try await world.events.wait(for: CallbackScheduled.self, count: 2)
      try await trail.ask("refuseCallback", "\(other.path(.closing))/refusal", #"{"by": "chen.jie"}"#)
      let gaps = trail.gaps()
      #expect(gaps.isEmpty, "\(gaps.joined(separator: "\n"))")
    }
  }
}
