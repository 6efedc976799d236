import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct ContactTests {
  @Test("R-329, R-330: the worker of an open case sees the telephone, says why, and each look is written down")
  func open() async throws {
    try await Self.world(dispatch: #"{"state": "assigned"}"#) { world, issuer, number in
      let path = "/complaints/\(number)/contact"
      let worker = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "li.na")
      #expect(try await world.api.ask("GET", path, as: worker).faults == ["reason missing"])
      #expect(try await world.api.ask("GET", "\(path)?reason=curiosity", as: worker).status == 422)
      let shown = try await world.api.ask("GET", "\(path)?reason=callback", as: worker)
      #expect(shown.status == 200 && shown.text.contains("13800138000"))
      #expect(shown.headers["cache-control"] == "no-store")
      let everywhere = try await world.api.ask("GET", "/complaints/\(number)", as: worker)
      #expect(everywhere.text.contains("138****8000") && !everywhere.text.contains("13800138000"))

      let auditor = try issuer.token([.auditor])
      #expect(try await world.api.ask("GET", "\(path)?reason=callback", as: auditor).status == 403)
      let answer = try await world.api.ask("GET", "/personal-data-reads?number=\(number)", as: auditor)
      let reads = try answer.decode(Page.self)
      let looks = reads.reads.map { "\($0.kind) \($0.person) \($0.reason)" }
      #expect(looks == ["contact li.na callback", "complaint li.na handling"])
      let other = try issuer.token([.auditor], projects: ["HBR"])
      #expect(try await world.api.ask("GET", "/personal-data-reads", as: other).decode(Page.self).reads.isEmpty)
      #expect(try await world.api.ask("GET", "/personal-data-reads?after=x", as: auditor).status == 422)
    }
  }

  @Test("R-330: of a closed case nobody but who calls back sees the telephone, and that for 30 days")
  func closed() async throws {
    let closed = #"{"state": "closed", "closedAt": "2023-02-01T00:00:00Z"}"#
    try await Self.world(dispatch: closed) { world, issuer, number in
      let path = "/complaints/\(number)/contact"
      for post in [Post.engineer, .callCentreAgent] {
        let answer = try await world.api.ask("GET", "\(path)?reason=callback", as: try issuer.token([post]))
        #expect(answer.status == 403 && !answer.text.contains("13800138000"))
      }
      #expect(try await TestDatabase.current.run("SELECT count(*) FROM intake.personal_data_read").hasPrefix("0"))
    }
  }

  @Test("Nothing is shown while nobody can say how the case stands, nor to whom dispatch does not show the case")
  func unknown() async throws {
    for (status, answered) in [(500, 503), (503, 503), (403, 403), (401, 403), (404, 200)] {
      try await Self.world(dispatch: "{}", status: status) { world, issuer, number in
        let path = "/complaints/\(number)/contact"
        let worker = try issuer.token([.engineer])
        let answer = try await world.api.ask("GET", "\(path)?reason=appointment", as: worker)
        #expect(answer.status == answered, "\(status)")
      }
    }
  }

  private struct Taken: Decodable { let number: ComplaintNumber }

  private struct Page: Decodable {
    struct Read: Decodable {
      let kind: String
      let person: String
      let reason: String
    }
    let reads: [Read]
  }

  /// Intake with one complaint, and a dispatch that says this of its case to whoever has a token.
  private static func world(
    dispatch json: String, status: Int = 200,
    _ body: @escaping @Sendable (ServiceWorld, TestIssuer, ComplaintNumber) async throws -> Void
  ) async throws {
    let issuer = try TestIssuer()
    try await StubHTTP.run { question in
      let isKnown = ["/cases/CLX-", "/suggestions/CLX-"].contains { question.path.hasPrefix($0) }
      guard isKnown, question.authorization?.hasPrefix("Bearer ") == true else {
        return (400, "{}")
      }
      return (status, json)
    } _: { address in
      let settings = issuer.settings.merging(["DISPATCH_URL": address]) { $1 }
      try await ServiceWorld.run(IntakeDefinition.self, settings: settings) { world in
        let all = try issuer.token([.informationSupervisor])
        _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: all)
        let taken = try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: all)
        let shown: Taken = try taken.decode()
        try await body(world, issuer, shown.number)
      }
    }
  }
}
