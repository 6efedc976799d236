import Foundation
import IntakeDomain
import Messages
import TestSupport
import Testing
import WorkCalendar

@Suite struct ComplaintRegisterTests {
  let now = RFC3339.date(from: "2023-01-03T10:00:00+08:00") ?? .distantPast

  @Test("R-016: a complaint gets the next number of its project and year")
  func numbersCountWithinProjectAndYear() throws {
    var register = self.register(lastSerials: ["CLX": 41])
    #expect(try self.number(&register, "a", project: "CLX") == "CLX-2023-000042")
    #expect(try self.number(&register, "b", project: "HBR") == "HBR-2023-000001")
    #expect(try self.number(&register, "c", project: "CLX") == "CLX-2023-000043")
  }

  @Test("R-343: the year is that of Shanghai, and a new year begins a new series")
  func theYearTurnsInShanghai() throws {
    var register = self.register(lastSerials: ["CLX": 7])
    let lastMoment = try #require(RFC3339.date(from: "2023-12-31T15:59:59Z"))
    #expect(try self.number(&register, "a", now: lastMoment) == "CLX-2023-000008")
    #expect(try self.number(&register, "b", now: lastMoment.addingTimeInterval(1)) == "CLX-2024-000001")
  }

  @Test func theSameContentAgainChangesNothing() throws {
    var register = self.register()
    let first = try self.number(&register, "a")
    guard case .repeated(let number) = try register.register(self.submission("a"), now: self.now) else {
      Issue.record("The second submission was registered.")
      return
    }
    #expect(number.text == first)
    #expect(register.registered.count == 1)
    #expect(register.repeats == [number: 1])
    #expect(try self.number(&register, "b") == "CLX-2023-000002")
  }

  @Test func theSameReferenceFromAnotherSourceIsAnotherComplaint() throws {
    var register = self.register()
    _ = try self.number(&register, "a")
    _ = try register.register(self.submission("a", source: "/pms-2"), now: self.now)
    #expect(register.registered.count == 2)
  }

  @Test("References that only look the same are two complaints, as they are in the database")
  func referencesAreComparedByTheirBytes() throws {
    var register = self.register()
    _ = try self.number(&register, "Ren\u{E9}")
    #expect(try self.number(&register, "Rene\u{301}") == "CLX-2023-000002")
    #expect(register.registered.count == 2)
  }

  @Test func otherContentUnderTheSameReferenceIsAConflict() throws {
    var register = self.register()
    _ = try self.number(&register, "a")
    let before = register.lastSerials
    let error = #expect(throws: Rejected.self) {
      try register.register(self.submission("a", content: "楼上又漏了。"), now: self.now)
    }
    #expect(error?.faults.map(\.code) == [.conflict])
    #expect(register.registered.count == 1)
    #expect(register.lastSerials == before)
  }

  @Test func everyFaultIsNamedAtOnceAndNoNumberIsUsed() {
    var register = self.register()
    let future = self.now.addingTimeInterval(ComplaintRegister.clockTolerance + 1)
    let error = #expect(throws: Rejected.self) {
      try register.register(self.submission("a", project: "NOPE", receivedAt: future), now: self.now)
    }
    #expect(error?.faults.map(\.path) == ["receivedAt", "unit.project"])
    #expect(register.lastSerials.isEmpty)
  }

  @Test func aReceiptBeforeTheYear2000IsRefused() throws {
    var register = self.register()
    let error = #expect(throws: Rejected.self) {
      try register.register(
        self.submission("a", receivedAt: ComplaintRegister.earliestReceipt.addingTimeInterval(-1)), now: self.now)
    }
    #expect(error?.faults.map(\.path) == ["receivedAt"])
    _ = try register.register(self.submission("a", receivedAt: ComplaintRegister.earliestReceipt), now: self.now)
  }

  @Test func aSendersClockMayRunFiveMinutesAhead() throws {
    var register = self.register()
    let ahead = self.now.addingTimeInterval(ComplaintRegister.clockTolerance)
    _ = try register.register(self.submission("a", receivedAt: ahead), now: self.now)
    #expect(register.registered.count == 1)
  }

  @Test("R-016, R-219: random submissions never leave a gap, a repeat or a second registration")
  func seriesStayGapless() throws {
    var random = SeededGenerator()
    print("seriesStayGapless: \(random)")
    for _ in 0..<50 {
      var register = self.register()
      var references: Set<String> = []
      for _ in 0..<200 {
        let reference = "r\(Int.random(in: 0..<120, using: &random))"
        let project = Bool.random(using: &random) ? "CLX" : "HBR"
        let content = Int.random(in: 0..<10, using: &random) == 0 ? "别的内容" : "漏水"
        let submission = self.submission("\(project)-\(reference)", project: project, content: content)
        if (try? register.register(submission, now: self.now)) != nil { references.insert(submission.report.reference) }
      }
      #expect(Set(register.registered.map(\.report.reference)) == references, "\(random)")
      for (project, complaints) in Dictionary(grouping: register.registered, by: \.report.unit.project) {
        #expect(complaints.map(\.number.serial) == Array(1...complaints.count), "\(project) \(random)")
      }
    }
  }

  @Test("R-335: the announcement carries no name, telephone or words of the customer")
  func theAnnouncementIsFreeOfPersonalData() throws {
    var register = self.register()
    guard case .registered(let complaint) = try register.register(self.submission("a"), now: self.now) else {
      Issue.record("Not registered.")
      return
    }
    let text = String(decoding: try MessageCoding.encode(complaint.registered), as: UTF8.self)
    for secret in [complaint.report.customer.telephone, complaint.report.customer.surname, complaint.report.content] {
      #expect(!text.contains(secret))
    }
  }

  @Test("R-029, R-041, R-045: the recorder's hints count; without them the building part decides")
  func triage() {
    func standing(_ submission: Submission) -> String {
      let (category, grade) = Triage().standing(of: submission.report)
      return "\(category.rawValue) \(grade.rawValue)"
    }
    #expect(standing(self.submission("a")) == "engineering-quality general")
    #expect(
      standing(self.submission("a", gradeHint: .major, categoryHint: .salesService)) == "sales-service major")
    #expect(standing(self.submission("a", part: .propertyService)) == "property-service general")
    #expect(standing(self.submission("a", part: .other)) == "other general")
  }

  // MARK: - Values

  private func register(lastSerials: [String: Int] = [:]) -> ComplaintRegister {
    let projects = ["CLX", "HBR"].compactMap(ProjectCode.init)
    let serials = lastSerials.compactMap { code, serial in
      ProjectCode(code).map { (ComplaintRegister.Series(project: $0, year: 2023), serial) }
    }
    return ComplaintRegister(
      projects: projects.map { Project(code: $0, name: "翠林兰溪园", worksNumber: 1) }, complaints: [],
      lastSerials: Dictionary(uniqueKeysWithValues: serials), calendar: .mainlandChina)
  }

  private func number(
    _ register: inout ComplaintRegister, _ reference: String, project: String = "CLX", now: Date? = nil
  ) throws -> String? {
    let outcome = try register.register(self.submission(reference, project: project), now: now ?? self.now)
    guard case .registered(let complaint) = outcome else { return nil }
    return complaint.number.text
  }

  private func submission(
    _ reference: String, source: String = "/pms", project: String = "CLX", receivedAt: Date? = nil,
    part: BuildingPart = .waterproofing, content: String = "漏水", gradeHint: Grade? = nil,
    categoryHint: Messages.Category? = nil
  ) -> Submission {
    guard let code = ProjectCode(project) else { preconditionFailure("The test spells a project code wrongly.") }
    return Submission(
      source: source,
      report: ComplaintReported(
        reference: reference, receivedAt: receivedAt ?? self.now, channel: .hotline, kind: .complaint,
        customer: Customer(surname: "欧阳", telephone: "13800138000"),
        unit: UnitAddress(project: code, building: "3", unit: "1201", location: nil), buildingPart: part,
        content: content, gradeHint: gradeHint, categoryHint: categoryHint))
  }
}
