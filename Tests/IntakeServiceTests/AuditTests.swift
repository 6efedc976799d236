import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Policy
import Testing
import WorkCalendar

@testable import IntakeService

/// What is written into the audit where no event tells of it.
struct AuditTests {
  private static let author = Author(account: "li.na", post: nil)
  private static let now = Date(timeIntervalSince1970: 1_672_711_200)

  @Test("R-336, R-316: every step is recorded once, with its subject; of a report of misconduct not who has made it")
  func records() throws {
    let project = try #require(ProjectCode("CLX"))
    let letter = ComplaintNumber(project: project, year: 2023, serial: 9)
    let draft = Draft(
      id: DraftID(UUID()), body: Array(ComplaintExample.body.utf8), author: Self.author, savedAt: Self.now, version: 1)
    let acknowledgement = Acknowledgement(
      complaint: letter, means: .telephone, isReached: true, remark: nil, author: Self.author, triedAt: Self.now)
    let file = Evidence.File(checksum: String(repeating: "a", count: 64), size: 1)
    let evidence = Evidence(
      complaint: letter, type: .jpeg, name: nil, original: file, shown: file, author: Self.author, storedAt: Self.now)
    let misconduct = MisconductReport(
      source: "/http", reference: "BOX-1", receivedAt: Self.now, recordedAt: Self.now, channel: .letter,
      project: project, content: "收受红包", reporter: nil)
    let records = try self.records(
      of: [
        .save(draft), .submitDraft(draft, try draft.submission()), .submitDraft(draft, nil),
        .acknowledge(acknowledgement), .add(evidence), .add(evidence), .report(misconduct), .report(misconduct),
        .propose([], by: Self.author), .activate(rules: 1),
      ], in: self.state(project, letter))
    #expect(
      records.map { "\($0.action) \($0.subject)" } == [
        "draft.saved \(draft.id)", "draft.submitted \(draft.id)", "complaint.registered CLX-2023-000001",
        "acknowledgement.recorded \(letter)", "evidence.added \(letter)",
        "misconduct-report.recorded misconduct-report//http/BOX-1",
        "triage-rules.proposed triage-rules/2", "triage-rules.activated triage-rules/1",
      ])
    let people = records.map { $0.action == "misconduct-report.recorded" ? "service:intake" : nil }
    #expect(records.map { $0.person?.id } == people)
  }

  private func records(of actions: [IntakeAction], in state: IntakeState) throws -> [AuditRecord] {
    let handler = try IntakeHandler(policies: .standard, from: CalendarDay("2023-01-03"), calendar: .mainlandChina)
    var state = state
    var records: [AuditRecord] = []
    for action in actions {
      var effects = Effects()
      _ = try handler.handle(.action(action), state: &state, now: Self.now, effects: &effects)
      records += effects.audit
    }
    return records
  }

  private func state(_ code: ProjectCode, _ letter: ComplaintNumber) -> IntakeState {
    let projects = [Project(code: code, name: "翠林兰溪园", worksNumber: 1)]
    let report = ComplaintReported(
      reference: "L-1", receivedAt: Self.now, channel: .letter, kind: .complaint,
      customer: Customer(surname: "欧阳", telephone: "13800138000"),
      unit: UnitAddress(project: code, building: "3", unit: "1201", location: nil), buildingPart: .waterproofing,
      content: "漏水")
    let complaint = Complaint(
      number: letter, source: "/pms", report: report, registeredAt: Self.now, category: .engineeringQuality,
      grade: .general, isUnitKnown: true)
    return IntakeState(
      readings: [:],
      register: ComplaintRegister(projects: projects, complaints: [], lastSerials: [:], calendar: .mainlandChina),
      book: ComplaintBook([complaint]),
      property: PropertyRegister(projects: projects, buildings: [], units: [], calendar: .mainlandChina),
      triageVersions: [1], sameWorksNumbers: [])
  }
}
