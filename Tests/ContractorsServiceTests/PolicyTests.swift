import ContractorsDomain
import Foundation
import Messages
import Policy
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import ContractorsService

/// Projects that go by different policies.
@Suite(.broker(definitions: true), .database(schemas: true)) struct PolicyTests {
  @Test("R-011, R-141: a commission number begins as the policy of its project says, else of its company, on that day")
  func prefixes() throws {
    let project = try #require(ProjectCode("CLX"))
    let register = try PolicyRegister(
      [.cohl, .vanke],
      assignments: [
        PolicyAssignment(.project(project), profile: "vanke", from: try CalendarDay("2023-01-05")),
        PolicyAssignment(.company("北京公司"), profile: "vanke", from: try CalendarDay("2000-01-01")),
      ])
    let handler = try ContractorsHandler(
      policies: register, from: CalendarDay("2023-01-03"), calendar: .mainlandChina)
    let other = try #require(ProjectCode("NJX"))
    #expect(PolicyProfile.cohl.commissionNumberPrefix != PolicyProfile.vanke.commissionNumberPrefix)
    for (project, time, policy) in [
      (Project(code: project, worksNumber: 1), "2023-01-04T23:59:59+08:00", PolicyProfile.cohl),
      (Project(code: project, worksNumber: 1), "2023-01-05T00:00:00+08:00", .vanke),
      (Project(code: other, worksNumber: 2), "2023-01-05T00:00:00+08:00", .cohl),
      (Project(code: other, worksNumber: 2, company: "北京公司"), "2023-01-05T00:00:00+08:00", .vanke),
    ] {
      let now = try #require(RFC3339.date(from: time))
      #expect(handler.prefix(project, now) == policy.commissionNumberPrefix, "\(project) \(time)")
    }
  }

  @Test("R-011: to which company a project belongs is kept, the newer of two words")
  func companies() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let project = try RepairCase().complaint.project
      try await world.announceProject()
      let time = Date()
      for (company, changedAt) in [("南京公司", time), ("旧公司", time - 60)] {
        try await world.publish(
          ProjectChanged(project: project, name: "翠林兰溪园", company: company, changedAt: changedAt), from: .intake)
      }
      try await eventually("the company is known") {
        try await ServiceWorld.sql("SELECT company FROM contractors.project") == "南京公司"
      }
    }
  }
}
