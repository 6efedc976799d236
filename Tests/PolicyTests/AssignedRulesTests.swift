import Messages
import Testing
import WorkCalendar

@testable import Policy

@Suite struct AssignedRulesTests {
  private let project: ProjectCode
  private let other: ProjectCode

  init() throws {
    self.project = try #require(ProjectCode("CLX"))
    self.other = try #require(ProjectCode("NJX"))
  }

  private func profile(_ name: String, _ version: Int, from: String) throws -> PolicyProfile {
    PolicyProfile(
      name: name, version: version, from: try CalendarDay(from), limits: [:], commissionNumberPrefix: "X",
      satisfiedFromScore: 4)
  }

  @Test("R-011: each project has the rules of its profile, in the version of the day; what was overtaken is not made")
  func byProjectAndDay() throws {
    let register = try PolicyRegister(
      [
        self.profile("cohl", 1, from: "2000-01-01"), self.profile("cohl", 2, from: "2026-01-01"),
        self.profile("cohl", 3, from: "2026-06-01"), self.profile("own", 1, from: "2000-01-01"),
      ],
      assignments: [
        PolicyAssignment(.project(self.project), profile: "own", from: try CalendarDay("2026-03-01")),
        PolicyAssignment(.company("南京公司"), profile: "own", from: try CalendarDay("2026-04-01")),
      ])
    var made: [String] = []
    let rules = try AssignedRules(register, from: CalendarDay("2026-02-01")) { profile throws(PolicyError) in
      made.append("\(profile.reference)")
      return "\(profile.reference)"
    }
    #expect(made == ["cohl/2", "cohl/3", "own/1"])
    #expect(rules.standard == "cohl/2")
    #expect(rules.of(self.project, on: try CalendarDay("2026-02-28")) == "cohl/2")
    #expect(rules.of(self.project, on: try CalendarDay("2026-03-01")) == "own/1")
    #expect(rules.of(self.other, on: try CalendarDay("2026-06-01")) == "cohl/3")
    #expect(rules.of(self.other, company: "南京公司", on: try CalendarDay("2026-06-01")) == "own/1")
    #expect(rules.of(nil, on: try CalendarDay("2026-06-01")) == "cohl/3")
    #expect(register.assignsCompanies && !PolicyRegister.standard.assignsCompanies)
  }

  @Test("R-011: a version that cannot be made is an error at once, though nobody goes by it yet")
  func incomplete() throws {
    let register = try PolicyRegister([
      self.profile("cohl", 1, from: "2000-01-01"), self.profile("cohl", 2, from: "2030-01-01"),
    ])
    let error = #expect(throws: PolicyError.self) {
      try AssignedRules(register, from: CalendarDay("2026-02-01")) { profile throws(PolicyError) in
        if profile.version == 2 { throw PolicyError(.noLimit, value: "R-054") }
      }
    }
    #expect(error?.code == .noLimit)
    let later = #expect(throws: PolicyError.self) {
      try AssignedRules(register, from: CalendarDay("1999-01-01")) { _ throws(PolicyError) in }
    }
    #expect(later?.code == .notInForce)
  }
}
