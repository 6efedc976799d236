import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Policy
import Testing
import WorkCalendar

@testable import IntakeService

/// Projects that go by different policies.
struct ReceiptPolicyTests {
  private let now = Date(timeIntervalSince1970: 1_672_711_200)

  @Test(
    "R-011, R-018: the limit of a letter is set by the policy of its project, else of its company, else the service's")
  func letters() throws {
    let register = try PolicyRegister(
      [.cohl, .vanke],
      assignments: [
        PolicyAssignment(
          .project(try #require(ProjectCode("NJX"))), profile: "vanke", from: try CalendarDay("2000-01-01")),
        PolicyAssignment(
          .project(try #require(ProjectCode("SHX"))), profile: "vanke", from: try CalendarDay("2023-01-04")),
        PolicyAssignment(.company("北京公司"), profile: "vanke", from: try CalendarDay("2000-01-01")),
      ])
    let handler = try IntakeHandler(policies: register, from: CalendarDay("2023-01-03"), calendar: .mainlandChina)
    var state = try self.state(["CLX": nil, "NJX": nil, "SHX": nil, "BJX": "北京公司"])
    for (project, policy) in [("CLX", "cohl/1"), ("NJX", "vanke/1"), ("SHX", "cohl/1"), ("BJX", "vanke/1")] {
      let submission = Submission(source: "/pms", report: try self.letter(project))
      var effects = Effects()
      _ = try handler.handle(.action(.submit(submission)), state: &state, now: self.now, effects: &effects)
      let limit = try #require(effects.deadlinesToSet.first { $0.name == IntakeTimer.acknowledgementName })
      let reference = try JSONDecoder().decode(PolicyReference.self, from: Data(limit.payload))
      #expect(reference.description == policy, "\(project)")
    }
  }

  @Test("R-011, R-018: what is said of a missed limit is the date that was set, whatever policy holds by then")
  func missed() throws {
    let handler = try IntakeHandler(policies: .standard, from: CalendarDay("2023-01-03"), calendar: .mainlandChina)
    var state = try self.state(["CLX": nil])
    let project = try #require(ProjectCode("CLX"))
    let complaint = Complaint(
      number: ComplaintNumber(project: project, year: 2023, serial: 9), source: "/pms", report: try self.letter("CLX"),
      registeredAt: self.now, category: .engineeringQuality, grade: .general, isUnitKnown: true)
    state.book = ComplaintBook([complaint])
    let dueAt = self.now.addingTimeInterval(30 * 86_400)
    var effects = Effects()
    _ = try handler.handle(
      .deadline(IntakeTimer.acknowledgement(of: complaint.number, dueAt: dueAt, payload: [])), state: &state,
      now: dueAt, effects: &effects)
    #expect((effects.publications.first?.message as? ComplaintLimitMissed)?.dueAt == dueAt)
  }

  private func letter(_ project: String) throws -> ComplaintReported {
    ComplaintReported(
      reference: project, receivedAt: self.now, channel: .letter, kind: .complaint,
      customer: Customer(surname: "欧阳", telephone: "13800138000"),
      unit: UnitAddress(project: try #require(ProjectCode(project)), building: "3", unit: "1201", location: nil),
      buildingPart: .waterproofing, content: "漏水")
  }

  private func state(_ companies: KeyValuePairs<String, String?>) throws -> IntakeState {
    let projects = try companies.enumerated().map { index, entry in
      Project(
        code: try #require(ProjectCode(entry.key)), name: entry.key, worksNumber: index + 1,
        particulars: ProjectParticulars(company: entry.value))
    }
    return IntakeState(
      readings: [:],
      register: ComplaintRegister(projects: projects, complaints: [], lastSerials: [:], calendar: .mainlandChina),
      book: ComplaintBook([]),
      property: PropertyRegister(projects: projects, buildings: [], units: [], calendar: .mainlandChina),
      sameWorksNumbers: [])
  }
}
