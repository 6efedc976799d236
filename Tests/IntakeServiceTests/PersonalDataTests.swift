import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// Whoever looks at personal data is written down before he sees it.
@Suite(.broker(definitions: true), .database(schemas: true)) struct PersonalDataTests {
  @Test("R-329: each look at what a customer has said is written down, with who, when, of which complaint and why")
  func words() async throws {
    try await Self.world { world, issuer, worker in
      let taken = try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: worker)
      let number: ComplaintNumber = try taken.decode(Taken.self).number
      // Whoever takes it down knows what was said.
      #expect(try await Self.reads(world, issuer).isEmpty)
      let path = "/complaints/\(number)"
      #expect(try await world.api.ask("GET", "\(path)?reason=callback", as: worker).status == 200)
      #expect(try await world.api.ask("GET", "\(path)?reason=boredom", as: worker).faults == ["reason unknown-value"])
      let found = try await world.api.ask("GET", "/complaints?source=/http&reference=WEB-1", as: worker)
      #expect(found.text.contains("漏水"))
      let regrade = #"{"grade": "important", "reason": "verification"}"#
      #expect(try await world.api.ask("POST", "\(path)/grade", regrade, as: worker).status == 200)
      // Whoever says the same again knows it, too.
      #expect(try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: worker).status == 200)
      // What shows no words is no look, and neither is what is refused.
      _ = try await world.api.ask("GET", "\(path)/history", as: worker)
      let stranger = try issuer.token([.engineer], projects: ["HBR"], subject: "zhang.wei")
      #expect(try await world.api.ask("GET", path, as: stranger).status == 403)
      #expect(try await world.api.ask("GET", "/complaints?source=/http&reference=WEB-1", as: stranger).status == 403)
      let reads = try await Self.reads(world, issuer)
      #expect(
        reads.map(\.text) == [
          "complaint \(number) li.na callback", "complaint \(number) li.na handling",
          "complaint \(number) li.na handling",
        ])
    }
  }

  @Test("R-323, R-329: a reference of others, guessed, shows nothing of another project")
  func guessed() async throws {
    try await Self.world { world, issuer, worker in
      let all = try issuer.token([.informationSupervisor])
      _ = try await world.api.ask("PUT", "/projects/HBR", #"{"name": "海滨", "worksNumber": 2}"#, as: all)
      #expect(try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: worker).status == 201)
      let stranger = try issuer.token([.employee], projects: ["HBR"], subject: "zhang.wei")
      let guess = ComplaintExample.body.replacing("CLX", with: "HBR")
      let answer = try await world.api.ask("POST", "/complaints", guess, as: stranger)
      #expect(answer.status == 409 && !answer.text.contains("漏水"))
      #expect(try await Self.reads(world, issuer).isEmpty)
    }
  }

  @Test("R-329: a draft that somebody else is writing is a look; one's own is none")
  func drafts() async throws {
    try await Self.world { world, issuer, worker in
      let author = try issuer.token([.engineer], projects: ["CLX"], subject: "zhang.wei")
      let saved = try await world.api.ask("POST", "/drafts", ComplaintExample.body, as: author)
      let path = try #require(saved.headers["location"])
      _ = try await world.api.ask("GET", path, as: author)
      #expect(try await Self.reads(world, issuer).isEmpty)
      _ = try await world.api.ask("GET", path, as: worker)
      _ = try await world.api.ask("GET", "/drafts", as: worker)
      let id = path.dropFirst("/drafts/".count)
      let looks = try await Self.reads(world, issuer).map(\.text)
      #expect(looks == Array(repeating: "draft \(id) li.na handling", count: 2))
    }
  }

  @Test("R-316, R-329: reports of one moment are paged through; each look is kept, and not shown to customer service")
  func misconduct() async throws {
    try await Self.world { world, issuer, worker in
      for index in 1...5 {
        let report = """
          {"reference": "BOX-\(index)", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "suggestion-box",
           "project": "CLX", "content": "收受红包"}
          """
        #expect(try await world.api.ask("POST", "/misconduct-reports", report, as: worker).status == 204)
      }
      try await TestDatabase.current.run("UPDATE intake.misconduct_report SET recorded_at = '2023-01-03'")
      let leader = try issuer.token([.leaderInCharge], subject: "chen.zong")
      var (references, next): ([String], String?) = ([], "")
      while let after = next {
        let path = "/misconduct-reports?since=2023-01-01T00:00:00Z&limit=2&after=\(after)"
        let page: MisconductPage = try await world.api.ask("GET", path, as: leader).decode()
        references += page.reports.map(\.reference)
        next = page.next
      }
      #expect(references == (1...5).map { "BOX-\($0)" })
      let reads = try await Self.reads(world, issuer)
      #expect(reads.map(\.text) == (1...5).map { "misconduct-report \($0) chen.zong investigation" })
      let manager = try issuer.token([.customerServiceManager])
      #expect(try await world.api.ask("GET", "/personal-data-reads", as: manager).decode(Page.self).reads.isEmpty)
    }
  }

  @Test("R-316: a report of misconduct that is refused shows its words to the leading group alone, not to operators")
  func quarantinedMisconduct() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings, senders: ["pms"]) { world in
      let words = "收受红包"
      let report = try ComplaintExample.report("PMS-1", project: "NOWHERE", content: words)
      for kind in ["staff-misconduct", "staff\\u002dmisconduct", "complaint"] {
        let body = String(decoding: try MessageCoding.encode(report), as: UTF8.self)
          .replacing(#""kind":"complaint""#, with: #""kind":"\#(kind)""#)
        try await world.send(IntakeMessageTests.binary(body, user: "pms"), as: "pms")
      }
      try await world.events.wait(for: ComplaintRejected.self, count: 3)
      let list: Quarantined = try await world.admin.get("/admin/quarantine").decode()
      let ids = list.messages.map(\.id)
      let motive = #"{"by": "li.na", "reason": "look"}"#
      #expect(ids.count == 3)
      for id in ids.prefix(2) {
        let path = "/admin/quarantine/\(id)/read"
        let operators = try await world.admin.post(path, motive)
        #expect(operators.status == 403 && !operators.text.contains(words))
        let manager = try issuer.token([.administrator, .customerServiceManager])
        #expect(try await world.admin.ask("POST", path, motive, as: manager).status == 403)
        let leader = try issuer.token([.leaderInCharge])
        let read = try await world.admin.ask("POST", path, motive, as: leader)
        #expect(read.status == 200 && read.text.contains(words))
      }
      let ordinary = try await world.admin.post("/admin/quarantine/\(ids[2])/read", motive)
      #expect(ordinary.status == 200)
    }
  }

  @Test("R-329: what was looked at can neither be changed nor removed")
  func kept() async throws {
    try await Self.world { world, issuer, worker in
      #expect(try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: worker).status == 201)
      _ = try await world.api.ask("GET", "/complaints?source=/http&reference=WEB-1", as: worker)
      for deed in ["DELETE FROM intake.personal_data_read", "UPDATE intake.personal_data_read SET person = 'nobody'"] {
        await #expect(throws: (any Error).self) { try await TestDatabase.current.run(deed) }
      }
      #expect(try await Self.reads(world, issuer).count == 1)
    }
  }

  private struct Quarantined: Decodable {
    struct Message: Decodable { let id: Int64 }
    let messages: [Message]
  }

  private struct Taken: Decodable { let number: ComplaintNumber }

  private struct MisconductPage: Decodable {
    struct Report: Decodable { let reference: String }
    let reports: [Report]
    let next: String?
  }

  private struct Page: Decodable {
    struct Read: Decodable {
      let kind: String
      let complaint: String?
      let item: String?
      let person: String
      let reason: String

      var text: String { "\(self.kind) \(self.complaint ?? self.item ?? "") \(self.person) \(self.reason)" }
    }
    let reads: [Read]
  }

  private static func reads(_ world: ServiceWorld, _ issuer: TestIssuer) async throws -> [Page.Read] {
    let auditor = try issuer.token([.auditor])
    return try await world.api.ask("GET", "/personal-data-reads", as: auditor).decode(Page.self).reads
  }

  /// Intake with a project, and a token of somebody of its customer service.
  private static func world(
    _ body: @escaping @Sendable (ServiceWorld, TestIssuer, String) async throws -> Void
  ) async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let all = try issuer.token([.informationSupervisor])
      _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: all)
      let worker = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "li.na")
      try await body(world, issuer, worker)
    }
  }
}
