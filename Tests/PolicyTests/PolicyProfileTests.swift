import Foundation
import Messages
import Testing
import WorkCalendar

@testable import Policy

/// The profile `cohl`, value by value, against the text of the rules.
@Suite struct PolicyProfileTests {
  let profile = PolicyProfile.cohl

  private func limit(_ rule: String) throws -> String {
    try self.profile.limit(RuleID(rule)).description
  }

  @Test("R-021: hand-over within one working day of registration")
  func assignment() throws { #expect(try self.limit("R-021") == "1 workingDays") }

  @Test("R-054: answer with plan within two working days")
  func reply() throws { #expect(try self.limit("R-054") == "2 workingDays") }

  @Test("R-108: survey within two working days of the form")
  func survey() throws { #expect(try self.limit("R-108") == "2 workingDays") }

  @Test("R-167: closing callback within three working days")
  func closingCallback() throws { #expect(try self.limit("R-167") == "3 workingDays") }

  @Test("R-171: new plan within two working days of a dissatisfied callback")
  func newPlan() throws { #expect(try self.limit("R-171") == "2 workingDays") }

  @Test("R-173: telephone call within one week, seven calendar days, of the repair")
  func repairCallback() throws { #expect(try self.limit("R-173") == "7 calendarDays") }

  @Test("R-176: milestone callback due one week after closing")
  func milestoneCallback() throws { #expect(try self.limit("R-176") == "1 weeks") }

  @Test("R-179: milestone callback at latest five working days later")
  func milestoneCallbackLatest() throws { #expect(try self.limit("R-179") == "5 workingDays") }

  @Test("R-141: commission numbers begin with COBZS")
  func commissionNumberPrefix() { #expect(self.profile.commissionNumberPrefix == "COBZS") }

  @Test("R-169: scores 4 and 5 are satisfied")
  func satisfiedFromScore() { #expect(self.profile.satisfiedFromScore == 4) }

  @Test(
    "R-042 to R-045: the time to reply depends on the grade",
    arguments: [
      (Grade.major, "24 hours"), (.important, "1 workingDays"), (.hot, "1 workingDays"), (.general, "2 workingDays"),
    ])
  func replyByGrade(_ grade: Grade, _ expected: String) throws {
    #expect(try self.profile.limit(.reply, grade).description == expected)
  }

  @Test(
    "R-042, R-043: a first response is owed for major and important complaints alone, the leader told of major ones")
  func stepsOfSomeGrades() throws {
    #expect(try self.profile.limit(.firstResponse, .major).description == "1 hours")
    #expect(try self.profile.limit(.firstResponse, .important).description == "4 hours")
    #expect(self.profile.limitIfAny(.firstResponse, .hot) == nil)
    #expect(self.profile.limitIfAny(.leaderTold, .major)?.description == "1 hours")
    #expect(self.profile.limitIfAny(.leaderTold, .important) == nil)
    let error = #expect(throws: PolicyError.self) { try self.profile.limit(.firstResponse, .general) }
    #expect(error?.value == "R-042.first-response for general in cohl/1")
  }

  @Test("A limit that does not depend on the grade is the same for all")
  func ungradedLimitsHoldForEveryGrade() throws {
    for grade in Grade.known {
      #expect(try self.profile.limit(.escalationToLeader, grade).description == "2 workingDays")
    }
  }

  @Test("R-047: at Vanke every complaint is answered within 24 hours on working days, a major one within 24 hours")
  func replyAtVanke() throws {
    let vanke = PolicyProfile.vanke
    #expect(try vanke.limit(.reply, .general).description == "24 workingDayHours")
    #expect(try vanke.limit(.reply, .hot).description == "24 workingDayHours")
    #expect(try vanke.limit(.reply, .major).description == "24 hours")
    #expect(vanke.title.chinese == "万科")
  }

  @Test("R-064: at Vanke, and not by default, quality complaints go to customer service")
  func switches() {
    #expect(PolicyProfile.vanke.switches == [.qualityToCustomerService])
    #expect(self.profile.switches == [])
  }

  @Test func aRuleWithoutALimitIsAnErrorThatNamesIt() throws {
    let error = #expect(throws: PolicyError.self) {
      try self.profile.due(RuleID("R-001"), from: Date(timeIntervalSince1970: 0), calendar: .mainlandChina)
    }
    #expect(error?.code == .noLimit)
    #expect(error?.value == "R-001 in cohl/1")
    #expect(error?.description == "PolicyError: noLimit")
    #expect(error.debugDescription.contains("R-001 in cohl/1"))
  }

  @Test("R-011: what a timer keeps names the version that set it")
  func reference() throws {
    let reference = PolicyReference(profile: "a\"b", version: 2)
    #expect(String(decoding: try reference.json(), as: UTF8.self) == #"{"profile":"a\"b","version":2}"#)
  }

  @Test("R-054: due after two working days of the calendar")
  func dueUsesTheCalendar() throws {
    let start = try Date("2025-09-30T11:00:00+08:00", strategy: .iso8601)
    let due = try self.profile.due(.reply, from: start, calendar: .mainlandChina)
    #expect(due.day.description == "2025-10-10")
  }

  @Test("R-176, R-179: the milestone callback is due after a week and missed five working days after its due day")
  func theMilestoneCallbackHasTwoLimits() throws {
    let calendar = WorkCalendar.mainlandChina
    let closed = try Date("2026-03-18T15:00:00+08:00", strategy: .iso8601)
    let due = try self.profile.due(.milestoneCallback, from: closed, calendar: calendar)
    #expect(due.day.description == "2026-03-25")
    let latest = try self.profile.due(
      .milestoneCallbackLatest, from: calendar.start(of: due.day), calendar: calendar)
    #expect(latest.day.description == "2026-04-01")
  }
}
