import Foundation
import Messages
import Testing
import WorkCalendar

@testable import Policy

@Suite struct PolicyRegisterTests {
  private func profile(_ name: String, _ version: Int, replyDays: Int, from: String = "2000-01-01") throws
    -> PolicyProfile
  {
    PolicyProfile(
      name: name, version: version, from: try CalendarDay(from), limits: [.reply: try Limit(replyDays, .workingDays)],
      commissionNumberPrefix: "COBZS", satisfiedFromScore: 4)
  }

  @Test("R-011: a timer finds the version that it started with, new timers the newest")
  func oldVersionsStay() throws {
    let register = try PolicyRegister([
      self.profile("cohl", 1, replyDays: 2), self.profile("cohl", 3, replyDays: 1),
      self.profile("cohl", 2, replyDays: 4),
      self.profile("vanke", 9, replyDays: 1),
    ])
    let started = PolicyReference(profile: "cohl", version: 1)
    #expect(try register.profile(started).limit(.reply).amount == 2)
    #expect(try register.newest("cohl").version == 3)
    #expect(try register.newest("vanke").reference == PolicyReference(profile: "vanke", version: 9))
  }

  @Test("R-011: an unknown profile and an unknown version are told apart")
  func unknownReferences() {
    let register = PolicyRegister.standard
    let profile = #expect(throws: PolicyError.self) {
      try register.profile(PolicyReference(profile: "none", version: 1))
    }
    #expect(profile?.code == .unknownProfile)
    let version = #expect(throws: PolicyError.self) {
      try register.profile(PolicyReference(profile: "cohl", version: 99))
    }
    #expect(version?.code == .unknownVersion)
    let newest = #expect(throws: PolicyError.self) { try register.newest("none") }
    #expect(newest?.code == .unknownProfile)
  }

  @Test func twoProfilesOfOneReferenceAreRefused() {
    let error = #expect(throws: PolicyError.self) {
      try PolicyRegister([self.profile("cohl", 1, replyDays: 2), self.profile("cohl", 1, replyDays: 3)])
    }
    #expect(error?.code == .duplicateProfile)
  }

  @Test("R-011: a version is in force from its day on, until the next one is")
  func versionsFollowEachOther() throws {
    let register = try PolicyRegister([
      self.profile("cohl", 1, replyDays: 2, from: "2025-01-01"),
      self.profile("cohl", 2, replyDays: 1, from: "2026-03-01"),
    ])
    #expect(try register.profile(named: "cohl", on: CalendarDay("2026-02-28")).version == 1)
    #expect(try register.profile(named: "cohl", on: CalendarDay("2026-03-01")).version == 2)
    let before = #expect(throws: PolicyError.self) {
      try register.profile(named: "cohl", on: CalendarDay("2024-12-31"))
    }
    #expect(before?.code == .notInForce)
    let unknown = #expect(throws: PolicyError.self) { try register.profile(named: "none", on: .last) }
    #expect(unknown?.code == .unknownProfile)
  }

  @Test("R-011: the project's own assignment counts before its company's, and that before the default")
  func assignments() throws {
    let project = try #require(ProjectCode("CLX"))
    let other = try #require(ProjectCode("NJX"))
    let register = try PolicyRegister(
      [
        self.profile("cohl", 1, replyDays: 2), self.profile("vanke", 1, replyDays: 1),
        self.profile("own", 1, replyDays: 3),
      ],
      assignments: [
        PolicyAssignment(.company("南京公司"), profile: "vanke", from: try CalendarDay("2026-01-01")),
        PolicyAssignment(
          .project(project), profile: "own", from: try CalendarDay("2026-02-01"), until: try CalendarDay("2026-03-01")),
      ])
    func name(_ project: ProjectCode?, _ company: String?, _ day: String) throws -> String {
      try register.profile(project: project, company: company, on: CalendarDay(day)).name
    }
    #expect(try name(project, "南京公司", "2025-12-31") == "cohl")
    #expect(try name(project, "南京公司", "2026-01-31") == "vanke")
    #expect(try name(project, "南京公司", "2026-02-01") == "own")
    #expect(try name(project, nil, "2026-02-28") == "own")
    #expect(try name(project, nil, "2026-03-01") == "cohl")
    #expect(try name(other, "南京公司", "2026-02-15") == "vanke")
    #expect(try name(nil, nil, "2026-02-15") == "cohl")
  }

  @Test func theStandardRegisterHoldsCohlAndVanke() throws {
    #expect(PolicyRegister.standard.all.map { "\($0.reference)" } == ["cohl/1", "vanke/1"])
    #expect(try PolicyRegister.standard.newest("cohl") == .cohl)
    #expect(try PolicyRegister.standard.profile(PolicyProfile.cohl.reference) == .cohl)
  }

  @Test("R-011: a reference is stored and found again")
  func referencesAreStored() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(PolicyProfile.cohl.reference)
    #expect(String(decoding: json, as: UTF8.self) == #"{"profile":"cohl","version":1}"#)
    #expect(try JSONDecoder().decode(PolicyReference.self, from: json) == PolicyProfile.cohl.reference)
    #expect(PolicyProfile.cohl.reference.description == "cohl/1")
  }
}
