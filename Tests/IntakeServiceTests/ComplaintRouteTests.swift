import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct ComplaintRouteTests {
  @Test("A complaint over HTTP is created once; the same again shows it, other content conflicts")
  func submit() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let created = try await world.api.post("/complaints", ComplaintExample.body)
      #expect(created.status == 201)
      let location = try #require(created.headers["location"])
      let again = try await world.api.post("/complaints", ComplaintExample.body)
      #expect(again.status == 200)
      #expect(again.text == created.text)
      let other = ComplaintExample.body.replacingOccurrences(of: "漏水", with: "渗水")
      let conflict = try await world.api.post("/complaints", other)
      #expect(conflict.status == 409)
      #expect(conflict.faults == ["reference conflict"])
      let shown = try await world.api.get(location)
      #expect(shown.text.contains("欧阳"))
      #expect(shown.text.contains("138****8000") && !shown.text.contains("13800138000"))
      let found = try await world.api.get("/complaints?source=/http&reference=WEB-1")
      #expect(found.text == shown.text)
      #expect(try await world.api.get("/complaints?source=/http&reference=WEB-2").status == 404)
      #expect(try await world.api.get("/complaints?source=/http").status == 422)
    }
  }

  @Test("R-141: a project keeps its works number, and no two share one")
  func projects() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let event = try #require(try await world.events.wait(for: ProjectRegistered.self).first)
      #expect(event.worksNumber == 1)
      let same = try await world.api.put("/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#)
      #expect(same.status == 200)
      let renumbered = try await world.api.put("/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 2}"#)
      #expect(renumbered.status == 409)
      let second = try await world.api.put("/projects/HBR", #"{"name": "海滨花园", "worksNumber": 1}"#)
      #expect(second.faults == ["worksNumber conflict"])
      let invalid = try await world.api.put("/projects/hbr", #"{"worksNumber": 0}"#)
      #expect(invalid.status == 422)
      #expect(Set(invalid.faults) == ["code invalid", "name missing", "worksNumber invalid"])
      #expect(try await world.api.get("/projects").text.contains("翠林兰溪园"))
      #expect(try world.events.all(ProjectRegistered.self).count == 1)
    }
  }

  @Test(
    "Short telephone numbers are masked too",
    arguments: [("1", "*"), ("12345", "***45"), ("13800138000", "138****8000")])
  func masking(_ telephone: String, _ masked: String) {
    #expect(ComplaintView.masked(telephone) == masked)
  }
}
