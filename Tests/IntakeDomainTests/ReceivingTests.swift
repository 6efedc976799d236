import Foundation
import IntakeDomain
import Messages
import Policy
import Testing
import WorkCalendar

struct ReceivingTests {
  @Test("R-018: the sender of a letter is told within one working day; over the holiday that is the day after it")
  func acknowledgement() throws {
    let rules = try self.rules()
    let tuesday = try #require(rules.acknowledgement(of: Report.make(channel: .letter)))
    #expect(tuesday.dueAt == RFC3339.date(from: "2023-01-05T00:00:00+08:00"))
    // 2023-01-20 is a Friday; the Spring Festival holiday runs from 21 to 27 January, 28 and 29 are working days.
    let friday = try #require(RFC3339.date(from: "2023-01-20T10:00:00+08:00"))
    let late = try #require(rules.acknowledgement(of: Report.make(receivedAt: friday, channel: .letter)))
    #expect(late.dueAt == RFC3339.date(from: "2023-01-29T00:00:00+08:00"))
    #expect(rules.acknowledgement(of: Report.make(channel: .hotline)) == nil)
  }

  @Test("R-024: a department passes on what is not its own within one working day of its receipt")
  func transfer() throws {
    let report = Report.make(receipt: Receipt(unit: .salesDepartment))
    let due = try #require(try self.rules().handOver(of: report))
    #expect(due.limit == .transfer && due.unit == .salesDepartment && due.rule == .transfer)
    #expect(due.dueAt == RFC3339.date(from: "2023-01-05T00:00:00+08:00"))
  }

  @Test("R-022, R-023: its own case a department files within two working days of having handled it")
  func filing() throws {
    let handledAt = Report.time
    let own = Report.make(receipt: Receipt(unit: .propertyOffice, ownCase: true, handledAt: handledAt))
    let due = try #require(try self.rules().handOver(of: own))
    #expect(due.limit == .filing)
    #expect(due.dueAt == RFC3339.date(from: "2023-01-06T00:00:00+08:00"))
    let unhandled = Report.make(receipt: Receipt(unit: .propertyOffice, ownCase: true))
    #expect(try self.rules().handOver(of: unhandled) == nil)
  }

  @Test("R-015: customer service itself owes no hand-over")
  func customerService() throws {
    #expect(try self.rules().handOver(of: Report.make()) == nil)
    #expect(try self.rules().handOver(of: Report.make(receipt: Receipt(unit: .customerService))) == nil)
  }

  @Test("R-014: a draft says what is missing, and is a submission when nothing is")
  func draft() throws {
    let partial = self.draft(#"{"channel": "hotline", "kind": "complaint", "reference": "mine", "content": "漏水"}"#)
    let missing = Set(partial.faults.map { "\($0.path) \($0.code.rawValue)" })
    #expect(missing == ["receivedAt missing", "customer missing", "unit missing", "buildingPart missing"])
    let complete = self.draft(
      """
      {"channel": "hotline", "kind": "complaint", "receivedAt": "2023-01-03T09:12:00+08:00", "content": "漏水",
       "customer": {"surname": "王", "telephone": "13800138000"}, "buildingPart": "heating",
       "unit": {"project": "CLX", "building": "3", "unit": "1201"}}
      """)
    #expect(complete.faults.isEmpty)
    let submission = try complete.submission()
    #expect(submission.source == "/drafts" && submission.report.reference == complete.id.text)
  }

  @Test("R-330: another telephone in a draft changes nothing else of it, wherever it stands and whatever it is")
  func draftTelephone() {
    func hidden(_ body: String) -> String {
      String(decoding: self.draft(body).content { _ in "*" }, as: UTF8.self)
    }
    #expect(
      hidden(#"{"customer": {"telephone": "138\u0030", "surname": "王"}, "x": 1}"#)
        == #"{"customer": {"telephone": "*", "surname": "王"}, "x": 1}"#)
    #expect(
      hidden(#"{"customer": {"telephone": 138}, "customer": {"telephone": ["138"]}}"#)
        == #"{"customer": {"telephone": "*"}, "customer": {"telephone": "*"}}"#)
    #expect(hidden(#"{"customer": {"telephone": null}}"#) == #"{"customer": {"telephone": null}}"#)
    #expect(hidden(#"{"customer": "138"}"#) == #"{"customer": "138"}"#)
  }

  @Test("R-323: a draft names the project of its home, or none yet")
  func draftProject() {
    #expect(self.draft(#"{"unit": {"project": "CLX"}}"#).projects == ["CLX"])
    #expect(self.draft(#"{"unit": {"building": "3"}, "project": "HBR"}"#).projects.isEmpty)
  }

  @Test("R-016: several problems of one contact are complaints of their own under one reference")
  func contact() {
    let contact = Contact(source: "/http", reference: "C-1", reports: [Report.make(), Report.make(part: .heating)])
    #expect(contact.submissions.map(\.report.reference) == ["C-1/1", "C-1/2"])
  }

  private func rules() throws -> ReceiptRules {
    try ReceiptRules(policy: .cohl, calendar: .mainlandChina)
  }

  private func draft(_ body: String) -> Draft {
    Draft(
      id: DraftID(UUID()), body: Array(body.utf8), author: Author(account: "li.na", post: nil), savedAt: Report.time,
      version: 1)
  }
}
