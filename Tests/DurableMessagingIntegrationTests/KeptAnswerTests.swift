import DurableMessaging
import Foundation
import Messages
import TestSupport
import Testing

@Suite("Requests that are sent twice and done once", .serialized, .database)
struct KeptAnswerTests {
  @Test("The same request with the same key is done once, and answered the same again")
  func again() async throws {
    try await World.run { world in
      let first = try await world.ask("r1", key: "k1")
      let second = try await world.ask("r1", key: "k1")
      #expect(first == second)
      #expect(String(decoding: first.body, as: UTF8.self) == "total 1")
      #expect(first.headers == [KeptAnswer.Header(name: "etag", value: "\"1\"")])
      #expect(try await world.marks() == ["r1"])
    }
  }

  @Test("Another request with the key is refused, another's request with the key is not")
  func anotherRequest() async throws {
    try await World.run { world in
      _ = try await world.ask("r1", key: "k1")
      let refusal = await #expect(throws: Rejected.self) { try await world.ask("r2", key: "k1") }
      #expect(refusal?.faults.map(\.code) == [.invalid])
      _ = try await world.ask("r3", key: "k1", by: "zhao")
      #expect(try await world.marks() == ["r1", "r3"])
    }
  }

  @Test("A refused request leaves its key free")
  func refused() async throws {
    try await World.run { world in
      _ = await #expect(throws: Rejected.self) { try await world.ask("r1", key: "k1", .refuse) }
      _ = try await world.ask("r1", key: "k1")
      #expect(try await world.marks() == ["r1"])
    }
  }

  @Test("An answer that cannot be made undoes what was done")
  func answerFails() async throws {
    struct NoAnswer: Error {}
    try await World.run { world in
      let action = TallyHandler.Action(subject: "s", command: TallyCommand(kind: .count, reference: "r1"))
      await #expect(throws: NoAnswer.self) {
        _ = try await world.work.perform(action, once: world.key("k1", "r1")) { _ -> KeptAnswer in throw NoAnswer() }
      }
      let marks = try await world.marks()
      #expect(marks.isEmpty)
    }
  }

  @Test("While the request is being done the same one is told so, and does nothing")
  func underWay() async throws {
    try await World.run { world in
      let (isInside, mayGoOn) = (TestSignal<Void>(), TestSignal<Void>())
      async let slow = world.ask("r1", key: "k1") {
        isInside.send()
        try await mayGoOn.next()
      }
      try await isInside.next()
      let refusal = await #expect(throws: Rejected.self) { try await world.ask("r1", key: "k1", at: "another subject") }
      #expect(refusal?.faults.map(\.code) == [.requestUnderWay])
      mayGoOn.send()
      _ = try await slow
      #expect(try await world.marks() == ["r1"])
    }
  }

  @Test("Kept answers go after a day")
  func janitor() async throws {
    try await World.run { world in
      _ = try await world.ask("r1", key: "k1")
      _ = try await world.ask("r2", key: "k2")
      try await world.sql("UPDATE kept_answer SET answered_at = now() - interval '25 hours' WHERE key = 'k1'")
      _ = try await Janitor(pool: world.pool, logger: world.logger).clean()
      #expect(
        try await world.sql("SELECT key FROM kept_answer").trimmingCharacters(in: .whitespacesAndNewlines) == "k2")
    }
  }
}

extension World {
  fileprivate func key(_ key: String, _ reference: String, by caller: String = "li.na") -> RequestKey {
    RequestKey(caller: caller, key: key, fingerprint: Array(reference.utf8))
  }

  /// Counts one, and answers with the total.
  fileprivate func ask(
    _ reference: String, key: String, _ kind: TallyCommand.Kind = .count, at subject: String = "s",
    by caller: String = "li.na", _ beforeAnswering: @Sendable () async throws -> Void = {}
  ) async throws -> KeptAnswer {
    let action = TallyHandler.Action(subject: subject, command: TallyCommand(kind: kind, reference: reference))
    return try await self.work.perform(action, once: self.key(key, reference, by: caller)) { total in
      try await beforeAnswering()
      return KeptAnswer(
        status: 200, headers: [KeptAnswer.Header(name: "etag", value: "\"\(total)\"")],
        body: Array("total \(total)".utf8))
    }
  }
}
