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
      let changed = try await world.api.ask("POST", "\(path)/grade", regrade, as: worker)
      #expect(changed.status == 200 && !changed.text.contains("漏水") && !changed.text.contains("欧阳"))
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
      // Who registers it for the other learns where it stands, and no words.
      for status in [201, 200] {
        let submitted = try await world.api.ask("POST", "\(path)/submission", "{}", as: worker)
        #expect(submitted.status == status && submitted.text.contains("CLX-2"), "\(submitted.text)")
        #expect(!submitted.text.contains("漏水") && !submitted.text.contains("欧阳"))
      }
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
        let elsewhere = try issuer.token([.leaderInCharge], projects: ["HBR"])
        #expect(try await world.admin.ask("POST", path, motive, as: elsewhere).status == 403)
        let leader = try issuer.token([.leaderInCharge])
        let read = try await world.admin.ask("POST", path, motive, as: leader)
        #expect(read.status == 200 && read.text.contains(words))
      }
      let ordinary = try await world.admin.post("/admin/quarantine/\(ids[2])/read", motive)
      #expect(ordinary.status == 200)
    }
  }

  @Test("R-329: who lives in a home is a look; a home without residents is none")
  func homes() async throws {
    try await Self.world { world, issuer, worker in
      let all = try issuer.token([.informationSupervisor])
      let headers = ["Authorization": "Bearer \(all)"]
      let table = "project,building,unit,completed_on,delivered_on\nCLX,3,1201,2020-11-30,2020-12-20\n"
      let imported = try await world.api.send(
        "POST", "/property/imports", table, contentType: "text/csv", headers: headers)
      #expect(imported.status == 200, "\(imported.text)")
      let path = "/property/units?project=CLX&building=3&unit=1201"
      #expect(try await world.api.ask("GET", path, as: worker).status == 200)
      #expect(try await Self.reads(world, issuer).isEmpty)
      try await TestDatabase.current.run(
        """
        INSERT INTO intake.resident (project, building, unit, position, role, surname, telephone)
          VALUES ('CLX', '3', '1201', 1, 'owner', '欧阳', '13800138000')
        """)
      #expect(try await world.api.ask("GET", path, as: worker).text.contains("欧阳"))
      #expect(try await Self.reads(world, issuer).map(\.text) == ["home CLX/3/1201 li.na handling"])
    }
  }

  @Test("R-329: with one session of the database and a key, changes are answered at once, without words and looks")
  func keyed() async throws {
    try await Self.world(settings: ["DATABASE_POOL_SIZE": "1"]) { world, issuer, worker in
      func ask(_ path: String, _ body: String, key: String) async throws -> TestHTTP.Answer {
        try await world.api.send(
          "POST", path, body, headers: ["Authorization": "Bearer \(worker)", "Idempotency-Key": key])
      }
      let letter = ComplaintExample.body.replacing(#""channel": "online""#, with: #""channel": "letter""#)
      let taken = try await ask("/complaints", letter, key: "a-1")
      let path = try #require(taken.headers["location"], "\(taken.text)")
      // The same complaint, as another request.
      #expect(try await ask("/complaints", letter, key: "a-2").status == 200)
      for (index, (change, body)) in [
        ("grade", #"{"grade": "important", "reason": "verification"}"#), ("kind", #"{"kind": "repair-application"}"#),
        ("acknowledgements", #"{"means": "telephone", "reached": true}"#),
      ].enumerated() {
        for _ in 1...2 {
          let answer = try await ask("\(path)/\(change)", body, key: "b-\(index)")
          #expect(answer.status == 200 && !answer.text.contains("漏水"), "\(change): \(answer.text)")
        }
      }
      let body = ComplaintExample.body.replacing("WEB-1", with: "WEB-2")
      let draft = try #require(try await ask("/drafts", body, key: "c-1").headers["location"])
      for (key, status) in [("d-1", 201), ("d-1", 201), ("d-2", 200)] {
        let answer = try await ask("\(draft)/submission", "{}", key: key)
        #expect(answer.status == status && !answer.text.contains("漏水"), "\(answer.text)")
      }
      #expect(try await Self.reads(world, issuer).isEmpty)
    }
  }

  @Test("R-329: the release before, while it runs beside this one, writes looks at telephones and reads them")
  func oldRelease() async throws {
    try await Self.world { world, issuer, worker in
      #expect(try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: worker).status == 201)
      try await TestDatabase.current.run(
        """
        SET search_path = intake; SET ROLE intake;
        PREPARE look AS
          WITH shown AS (SELECT number, surname, telephone, access_times FROM complaint WHERE source = $1),
            noted AS (INSERT INTO contact_read (number, person, reason, read_at) SELECT number, $2, $3, now() FROM shown)
          SELECT * FROM shown;
        EXECUTE look('/http', 'li.na', 'callback');
        """)
      let reads = try await Self.reads(world, issuer)
      #expect(reads.map { "\($0.kind) \($0.person) \($0.reason)" } == ["contact li.na callback"])
      let old = try await TestDatabase.current.run("SELECT id, number, person, reason FROM intake.contact_read")
      #expect(old == "1|\(reads[0].complaint ?? "")|li.na|callback")
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
    settings: [String: String] = [:],
    _ body: @escaping @Sendable (ServiceWorld, TestIssuer, String) async throws -> Void
  ) async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings.merging(settings) { $1 }) { world in
      let all = try issuer.token([.informationSupervisor])
      _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: all)
      let worker = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "li.na")
      try await body(world, issuer, worker)
    }
  }
}
