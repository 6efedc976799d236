import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// Whatever people change stands in the audit, and is shown to whom it concerns.
@Suite(.broker(definitions: true), .database(schemas: true)) struct AuditRouteTests {
  @Test("R-336: everything that intake can be asked to change leaves an entry")
  func trail() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      var trail = try AuditTrail(of: IntakeDefinition.self, world)
      try await trail.ask("registerProject", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#)
      let homes = "project,building,unit,completed_on,delivered_on\nCLX,3,1201,2020-11-30,2020-12-20\n"
      try await trail.ask("importProperty", "/property/imports", homes, contentType: "text/csv")
      let letter = ComplaintExample.body.replacing(#""channel": "online""#, with: #""channel": "letter""#)
      let taken = try await trail.ask("submitComplaint", "/complaints", letter)
      let complaint = try #require(taken.headers["location"])
      let problems = #""problems": [{"buildingPart": "heating", "content": "冷"}]"#
      let contact = ComplaintExample.body.replacing(#""accessTimes": ["周六上午"]"#, with: problems)
      try await trail.ask("submitContact", "/contacts", contact.replacing("WEB-1", with: "WEB-2"))
      let grade = #"{"grade": "important", "reason": "verification", "by": "li.na"}"#
      try await trail.ask("regradeComplaint", "\(complaint)/grade", grade)
      try await trail.ask("convertComplaint", "\(complaint)/kind", #"{"kind": "repair-application", "by": "li.na"}"#)
      let told = #"{"means": "telephone", "reached": true, "by": "li.na"}"#
      try await trail.ask("acknowledgeComplaint", "\(complaint)/acknowledgements", told)
      let document = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
      try await trail.ask("addEvidence", "\(complaint)/evidence", document, contentType: "application/pdf")
      let draft = try await trail.ask("saveDraft", "/drafts", ComplaintExample.body)
      let path = try #require(draft.headers["location"])
      try await trail.ask("changeDraft", path, ComplaintExample.body.replacing("漏水", with: "渗水"))
      try await trail.ask("submitDraft", "\(path)/submission")
      let report = """
        {"reference": "BOX-1", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "suggestion-box",
         "project": "CLX", "content": "收受红包"}
        """
      try await trail.ask("reportMisconduct", "/misconduct-reports", report)
      let prospect = """
        {"project": "CLX", "person": {"surname": "林", "telephone": "13900139000"}, "channel": "hotline",
         "metAt": "2023-01-03T09:12:00+08:00", "by": "li.na"}
        """
      let met = try await trail.ask("recordProspect", "/prospects", prospect)
      let lead = try #require(met.headers["location"])
      try await trail.ask("followUpProspect", "\(lead)/follow-up", #"{"by": "sun.li"}"#)
      try await trail.ask("proposeTriageRules", "/triage-rules", #"{"rules": [], "by": "li.na"}"#)
      try await trail.ask("activateTriageRules", "/triage-rules/2/activation")
      let text = #"{"question": "怎样投诉？", "answer": "拨打热线。"}"#
      let entry = #"{"chinese": \#(text), "english": \#(text), "by": "li.na"}"#
      try await trail.ask("writeGuideEntry", "/guide/hotline", entry)
      let gaps = trail.gaps(but: [
        "findSimilarComplaints": "asks, and is a POST because of the customer's words",
        "previewTriageRules": "tries rules on the past and keeps nothing",
      ])
      #expect(gaps.isEmpty, "\(gaps.joined(separator: "\n"))")
    }
  }

  @Test("R-336, R-046: who changed what, why, before and after is shown, without what people have written")
  func shown() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let service = try issuer.token([.informationSupervisor], subject: "li.na")
      _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: service)
      let taken = try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: service)
      let path = try #require(taken.headers["location"])
      let grade = #"{"grade": "important", "reason": "other", "remark": "王女士催办"}"#
      #expect(try await world.api.ask("POST", "\(path)/grade", grade, as: service).status == 200)
      let kind = #"{"kind": "repair-application"}"#
      #expect(try await world.api.ask("POST", "\(path)/kind", kind, as: service).status == 200)

      let number = path.dropFirst("/complaints/".count)
      let auditor = try issuer.token([.auditor])
      var (entries, next): ([Page.Entry], String?) = ([], "")
      while let after = next {
        let page = try await world.api.ask(
          "GET", "/audit-entries?subject=\(number)&limit=1&after=\(after)", as: auditor)
        #expect(page.status == 200 && !page.text.contains("王女士") && !page.text.contains("1201"))
        entries += try page.decode(Page.self).entries
        next = try page.decode(Page.self).next
      }
      #expect(entries.map(\.action) == ["complaint.registered", "complaint.regraded", "complaint.converted"])
      #expect(entries.map(\.person) == ["li.na", "li.na", "li.na"])
      #expect(entries[1].changes.map(\.text) == ["grade general important"])
      #expect(entries[2].changes.map(\.text) == ["kind complaint repair-application"])
      #expect(entries[2].reason == "verification")
      let manager = try issuer.token([.customerServiceManager], projects: ["CLX"])
      let words = try await world.api.ask("GET", "/audit-entries?subject=\(number)", as: manager)
      #expect(words.text.contains("王女士催办"))
      let project = try await world.api.ask("GET", "/audit-entries?subject=CLX", as: manager).decode(Page.self)
      #expect(project.entries.map(\.action) == ["project.registered"])
    }
  }

  @Test("R-316, R-323: the audit of another's project, of all projects or of a report of misconduct is not everybody's")
  func scope() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let manager = try issuer.token([.customerServiceManager], projects: ["CLX"])
      let whole = try issuer.token([.customerServiceManager])
      let leader = try issuer.token([.leaderInCharge])
      let leaderOfSome = try issuer.token([.leaderInCharge], projects: ["CLX"])
      for (subject, token, status) in [
        ("CLX-2023-000001", manager, 200), ("HBR-2023-000001", manager, 403), ("HBR/3/1201", manager, 403),
        ("SM03-11-CLX-2023-0001", manager, 200), ("SM03-11-HBR-2023-0001", manager, 403), ("HBR", manager, 403),
        ("CLX-2023-000001-M", manager, 200), ("triage-rules/2", manager, 403), ("triage-rules/2", whole, 200),
        ("misconduct-report//http/BOX-1", whole, 403), ("misconduct-report//http/BOX-1", leader, 200),
        // Its sender may call it what he wants.
        ("misconduct-report//http/CLX-2023-0001", leaderOfSome, 403),
      ] {
        let answer = try await world.api.ask("GET", "/audit-entries?subject=\(subject)", as: token)
        #expect(answer.status == status, "\(subject)")
      }
      #expect(try await world.api.ask("GET", "/audit-entries", as: manager).faults == ["subject missing"])
      let wrong = try await world.api.ask("GET", "/audit-entries?subject=CLX&after=x", as: manager)
      #expect(wrong.faults == ["after invalid"])
    }
  }

  private struct Page: Decodable {
    struct Entry: Decodable {
      struct Change: Decodable {
        let field: String
        let before: String?
        let after: String?

        var text: String { "\(self.field) \(self.before ?? "-") \(self.after ?? "-")" }
      }
      let action: String
      let person: String
      let reason: String?
      let changes: [Change]
    }
    let entries: [Entry]
    let next: String?
  }
}
