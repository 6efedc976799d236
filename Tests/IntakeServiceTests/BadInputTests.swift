import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// Every way to be wrong is answered with a reason, and the service goes on.
@Suite(.broker(definitions: true), .database(schemas: true)) struct BadInputTests {
  @Test func eachIsAnsweredAndTheServiceGoesOn() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let cases = try Self.cases()
      for (index, bad) in cases.enumerated() {
        try await world.send(bad.message, as: "pms")
        let answers = try await world.events.wait(for: ComplaintRejected.self, count: index + 1)
        let codes = answers.last?.faults.map(\.code) ?? []
        #expect(codes.contains(bad.code), "\(bad.name): \(codes.map(\.rawValue))")
      }
      let stored = try await TestDatabase.current.run(
        "SELECT count(*) FROM intake.inbox_message WHERE state = 'quarantined' AND faults IS NOT NULL")
      #expect(stored.trimmingCharacters(in: .whitespacesAndNewlines) == "\(cases.count)")
      try await world.publish(try ComplaintExample.report("PMS-good"), as: "pms")
      _ = try await world.events.wait(for: ComplaintRegistered.self)
    }
  }

  struct Case {
    let name: String
    let code: Fault.Code
    let message: TransportMessage
  }

  /// A good message, and one thing wrong with it.
  static func cases() throws -> [Case] {
    let good = ComplaintExample.body
    func body(_ name: String, _ code: Fault.Code, _ text: String) -> Case {
      Case(name: name, code: code, message: IntakeMessageTests.binary(text, user: "pms"))
    }
    func replacing(_ name: String, _ code: Fault.Code, _ old: String, _ new: String) -> Case {
      body(name, code, good.replacingOccurrences(of: old, with: new))
    }
    func changed(_ name: String, _ code: Fault.Code, _ change: (inout TransportMessage) -> Void) -> Case {
      var message = IntakeMessageTests.binary(good, user: "pms")
      change(&message)
      return Case(name: name, code: code, message: message)
    }
    let nextCentury = "2123-01-03T09:12:00+08:00"
    return [
      body("not JSON", .notJSON, "漏水"),
      body("half a JSON", .notJSON, String(good.prefix(100))),
      body("an array", .wrongType, "[]"),
      changed("invalid UTF-8", .notUTF8) { $0.body = Array(#"{"reference": ""#.utf8) + [0xC3, 0x28] },
      changed("wrong content type", .contentType) { $0.contentType = "text/xml" },
      changed("unknown type", .envelope) { $0.headers["cloudEvents_type"] = .string("complaint.shouted.v1") },
      changed("unknown version", .envelope) { $0.headers["cloudEvents_type"] = .string("complaint.reported.v9") },
      changed("no envelope", .missing) { $0.headers = [:] },
      changed("no envelope, and a message id that no refusal can name", .missing) {
        $0.headers = [:]
        $0.messageID = "a\u{0}b\n"
      },
      changed("header of the wrong type", .wrongType) { $0.headers["cloudEvents_id"] = .boolean(true) },
      replacing("missing field", .missing, #""channel": "online", "#, ""),
      replacing("mistyped field", .wrongType, #""reference": "WEB-1""#, #""reference": 1"#),
      replacing("null", .wrongType, #""卫生间吊顶漏水。""#, "null"),
      replacing("text over the limit", .tooLong, "卫生间吊顶漏水。", String(repeating: "漏", count: 4001)),
      replacing("NUL in a text", .controlCharacter, "卫生间吊顶漏水。", #"漏\u0000水"#),
      replacing("a date in the future", .inTheFuture, "2023-01-03T09:12:00+08:00", nextCentury),
      replacing("no date", .invalid, "2023-01-03T09:12:00+08:00", "2023-02-30T09:12:00+08:00"),
      replacing("unknown project", .unknownProject, #""CLX""#, #""NOPE""#),
      replacing("unknown word", .unknownValue, #""online""#, #""telepathy""#),
      changed("10 MB", .tooLarge) { $0.body = Array(repeating: 0x20, count: 10_000_000) },
      changed("no user id", .senderMissing) { $0.userID = nil },
      changed("foreign source", .senderForeign) { $0.headers["cloudEvents_source"] = .string("/pms-2") },
    ]
  }

  @Test("HTTP answers the same faults, with a status and a path for each")
  func httpFaults() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let notJSON = try await world.api.post("/complaints", "漏水")
      #expect(notJSON.status == 400)
      let faulty = ComplaintExample.body.replacingOccurrences(of: "online", with: "fax")
        .replacingOccurrences(of: #""CLX""#, with: #""clx""#)
      let refused = try await world.api.post("/complaints", faulty)
      #expect(refused.status == 422)
      #expect(refused.headers["content-type"]?.hasPrefix("application/problem+json") == true)
      #expect(Set(refused.faults) == ["channel unknown-value", "unit.project invalid"])
      #expect(try await world.api.get("/complaints/CLX-2023-000001").status == 404)
      #expect(try await world.api.get("/complaints/nonsense").status == 404)
      let large = try await world.api.post("/complaints", String(repeating: " ", count: 200_000))
      #expect(large.status == 413)
    }
  }
}
