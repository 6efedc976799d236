import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import IntakeService

/// The property office tells of projects and homes, and the others hear what concerns them.
@Suite(.broker(definitions: true), .database(schemas: true)) struct PropertyMessageTests {
  @Test("S15, R-096, R-097: homes and their days come by message and are told to the others")
  func homes() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let project = try #require(ProjectCode("CLX"))
      let home = HomeAddress(project: project, building: "3", unit: "1201")
      let asOf = Date(timeIntervalSince1970: 1_672_700_000)
      try await world.publish(
        UnitUpserted(
          reference: "U-1", asOf: asOf, unit: home,
          builders: [OriginalBuilder(buildingPart: .heating, name: "暖通公司")],
          residents: [
            Resident(role: .owner, surname: "欧阳", telephone: "13800138000", from: try CalendarDay("2020-12-20"))
          ]),
        as: "pms")
      try await world.events.wait(for: UnitChanged.self) { !$0.builders.isEmpty }
      try await world.publish(
        UnitDelivered(reference: "H-1", asOf: asOf, unit: home, deliveredOn: try CalendarDay("2020-12-20")), as: "pms")
      try await world.events.wait(for: UnitChanged.self) { $0.deliveredOn != nil }
      try await world.publish(
        ProjectCompleted(
          reference: "A-1", asOf: asOf, project: project, building: "3", completedOn: try CalendarDay("2020-11-30")),
        as: "pms")
      let changed = try await world.events.wait(for: UnitChanged.self) { $0.completedOn != nil }
      #expect(changed.first?.deliveredOn == (try CalendarDay("2020-12-20")))
      #expect(changed.first?.builders.map(\.name) == ["暖通公司"])
      let versions = world.events.all.filter { $0.type == UnitChanged.type }.map(\.aggregateVersion)
      #expect(versions == [1, 2, 3])
      let shown = try await world.api.get("/property/units?project=CLX&building=3&unit=1201")
      #expect(shown.text.contains("138****8000") && !shown.text.contains("13800138000"))
      #expect(shown.text.contains("2020-12-20"))
    }
  }

  @Test("R-276: the act of withdrawal is kept and told; the same again changes nothing")
  func withdrawal() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let act = ProjectDepartmentWithdrawn(
        reference: "ACT-1", asOf: Date(timeIntervalSince1970: 1_672_700_000),
        project: try #require(ProjectCode("CLX")), withdrawnOn: try CalendarDay("2022-12-31"),
        signedByDepartment: "zhao.gang", signedByCustomerService: "li.na")
      try await world.publish(act, as: "pms")
      try await world.publish(act, as: "pms")
      let told = try await world.events.wait(for: ProjectChanged.self)
      #expect(told.first?.departmentWithdrawnOn == (try CalendarDay("2022-12-31")))
      // What was sent last is through: the repeat has been handled before it.
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      try await world.events.wait(for: ComplaintRegistered.self)
      #expect(try world.events.all(ProjectChanged.self).count == 1)
      let acts = try await TestDatabase.current.run("SELECT count(*) FROM intake.withdrawal_act")
      #expect(acts.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    }
  }

  @Test("A refused message about a home is answered with every fault")
  func refusal() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      let home = HomeAddress(project: try #require(ProjectCode("NOPE")), building: "3", unit: "1201")
      try await world.publish(
        UnitDelivered(reference: "H-1", asOf: Date(), unit: home, deliveredOn: try CalendarDay("2020-12-20")), as: "pms"
      )
      let refused = try #require(try await world.events.wait(for: PropertyRejected.self).first)
      #expect(refused.reference == "H-1")
      #expect(refused.faults.map(\.code) == [.unknownProject])
    }
  }

  @Test("R-028: a complaint about a home that the register does not have is taken and marked")
  func unknownHome() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      #expect(try await world.events.wait(for: ComplaintRegistered.self).first?.unitKnown == false)
      let home = HomeAddress(project: try #require(ProjectCode("CLX")), building: "3", unit: "1201")
      try await world.publish(UnitUpserted(reference: "U-1", asOf: Date(), unit: home), as: "pms")
      try await world.events.wait(for: UnitChanged.self)
      try await world.publish(try ComplaintExample.report("PMS-2"), as: "pms")
      let second = try await world.events.wait(for: ComplaintRegistered.self) { $0.reference == "PMS-2" }
      #expect(second.first?.unitKnown == nil)
    }
  }

  @Test("S15: a table is taken as a whole or not at all; a dry run changes nothing")
  func tables() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let good = "project,building,unit,completed_on,delivered_on\nCLX,3,1201,2020-11-30,2020-12-20\n"
      let bad = good + "CLX,3,1202,,2020-11-29\nNOPE,1,1,,\n"
      let dry = try await world.api.post("/property/imports?dry-run=true", bad, contentType: "text/csv")
      #expect(dry.status == 200)
      #expect(dry.text.contains("lines[3].delivered_on") && dry.text.contains("lines[4].project"))
      let refused = try await world.api.post("/property/imports", bad, contentType: "text/csv")
      #expect(refused.status == 422)
      #expect(Set(refused.faults) == ["lines[3].delivered_on invalid", "lines[4].project unknown-project"])
      let path = "/property/units?project=CLX&building=3&unit=1201"
      #expect(try await world.api.get(path).status == 404)
      #expect(try await world.api.post("/property/imports", good, contentType: "text/csv").status == 200)
      try await world.events.wait(for: UnitChanged.self) { $0.deliveredOn != nil }
      #expect(try await world.api.get(path).status == 200)
      #expect(try await world.api.post("/property/imports", good).status == 415)
    }
  }

  @Test("R-060: what a project is and when its office opens is told to the others")
  func projectParticulars() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      let body = """
        {"name": "翠林兰溪园", "worksNumber": 1, "company": "中海地产", "city": "中山",
         "customerServiceOfficeOpensOn": "2020-12-01", "moveInOn": "2020-12-20", "completedOn": "2020-11-30"}
        """
      #expect(try await world.api.put("/projects/CLX", body).status == 201)
      let told = try #require(try await world.events.wait(for: ProjectChanged.self).first)
      #expect(told.city == "中山")
      #expect(told.customerServiceOfficeOpensOn == (try CalendarDay("2020-12-01")))
      #expect(try await world.api.put("/projects/CLX", body).status == 200)
      let listed = try await world.api.get("/projects")
      #expect(listed.text.contains("2020-12-20"))
      // Said again, it is told again: a service may have learned meanwhile to read more of it (R-011, R-268).
      #expect(try await world.api.put("/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#).status == 200)
      let again = try await world.events.wait(for: ProjectChanged.self, count: 3)
      #expect(again.allSatisfy { $0.company == "中海地产" && $0.customerServiceOfficeOpensOn?.description == "2020-12-01" })
      #expect(again.map(\.changedAt) == again.map(\.changedAt).sorted())
      let versions = world.events.all.filter { $0.subject == "CLX" }.compactMap(\.aggregateVersion)
      #expect(versions == Array(1...4))
    }
  }
}
