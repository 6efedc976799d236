import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct ReceivingRouteTests {
  @Test("R-016: several problems of one contact get a number each and know each other; all or none")
  func contact() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let problems =
        #""problems": [{"buildingPart": "heating", "content": "冷"}, {"buildingPart": "plumbing", "content": "堵"}]"#
      let body = ComplaintExample.body.replacingOccurrences(of: #""accessTimes": ["周六上午"]"#, with: problems)
      let created = try await world.api.post("/contacts", body)
      #expect(created.status == 201, "\(created.text)")
      let events = try await world.events.wait(for: ComplaintRegistered.self, count: 2)
      let numbers = events.map(\.complaint)
      #expect(events.map(\.links) == [[numbers[1]], [numbers[0]]])
      #expect(Set(events.map(\.buildingPart)) == [.heating, .plumbing])
      let again = try await world.api.post("/contacts", body)
      #expect(again.status == 201)
      #expect(again.text == created.text)
      let history = try await world.api.get("/complaints/\(numbers[1])/history")
      #expect(history.text.contains(numbers[0].text))
      let bad = body.replacingOccurrences(of: "heating", with: "kitchen").replacingOccurrences(of: "WEB-1", with: "W2")
      let refused = try await world.api.post("/contacts", bad)
      #expect(refused.faults == ["problems[0].buildingPart unknown-value"])
      #expect(try world.events.all(ComplaintRegistered.self).count == 2)
    }
  }

  @Test("R-016: a contact that is sent again with one problem more is refused; nothing of it is registered in silence")
  func grownContact() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      func body(_ parts: [String]) -> String {
        let problems = parts.map { #"{"buildingPart": "\#($0)", "content": "坏"}"# }.joined(separator: ", ")
        return ComplaintExample.body.replacingOccurrences(
          of: #""accessTimes": ["周六上午"]"#, with: #""problems": [\#(problems)]"#)
      }
      #expect(try await world.api.post("/contacts", body(["heating", "plumbing"])).status == 201)
      let grown = try await world.api.post("/contacts", body(["heating", "plumbing", "waterproofing"]))
      #expect(grown.status == 409)
      #expect(grown.faults == ["reference conflict"])
      #expect(try await world.api.get("/complaints?source=/http&reference=WEB-1/2").status == 200)
      #expect(try await world.api.get("/complaints?source=/http&reference=WEB-1/3").status == 404)
      try await world.events.wait(for: ComplaintRegistered.self, count: 2)
      #expect(try world.events.all(ComplaintRegistered.self).count == 2)
    }
  }

  @Test("R-014: what is incomplete is kept as a draft, not registered; complete it becomes a complaint, once")
  func drafts() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let saved = try await world.api.post("/drafts", #"{"channel": "hotline", "content": "漏水"}"#)
      #expect(saved.status == 201)
      #expect(saved.text.contains(#""path":"customer""#))
      let path = try #require(saved.headers["location"])
      #expect(try await world.api.post("\(path)/submission", "{}").status == 422)
      #expect(try world.events.all(ComplaintRegistered.self).isEmpty)
      let completed = try await world.api.put(path, ComplaintExample.body)
      #expect(completed.status == 200)
      #expect(completed.text.contains(#""faults":[]"#))
      #expect(try await world.api.get("/drafts").text.contains(path.dropFirst("/drafts/".count)))
      let submitted = try await world.api.post("\(path)/submission", "{}")
      #expect(submitted.status == 201)
      #expect(try await world.api.post("\(path)/submission", "{}").status == 200)
      #expect(try await !world.api.get(path).text.contains("13800138000"), "It is kept in the complaint alone.")
      try await world.events.wait(for: ComplaintRegistered.self)
      #expect(try world.events.all(ComplaintRegistered.self).count == 1)
      #expect(try await world.api.put(path, ComplaintExample.body).status == 409)
      #expect(try await world.api.get("/drafts").text.contains(#""drafts":[]"#))
    }
  }

  @Test("R-316: a report of misconduct stands in its own store; no event and no complaint tells of it")
  func misconduct() async throws {
    try await ServiceWorld.run(IntakeDefinition.self, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let body = ComplaintExample.body.replacingOccurrences(
        of: #""kind": "complaint""#, with: #""kind": "staff-misconduct""#)
      #expect(try await world.api.post("/complaints", body).status == 204)
      #expect(try await world.api.post("/drafts", body).faults == ["kind not-supported"])
      let problems = #""problems": [{"buildingPart": "heating", "content": "冷"}]"#
      let contact = body.replacingOccurrences(of: #""accessTimes": ["周六上午"]"#, with: problems)
      #expect(try await world.api.post("/contacts", contact).faults == ["problems[0].kind not-supported"])
      #expect(try await world.api.get("/complaints?source=/http&reference=WEB-1").status == 404)
      let anonymous = """
        {"reference": "BOX-1", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "suggestion-box",
         "project": "CLX", "content": "收受红包"}
        """
      #expect(try await world.api.post("/misconduct-reports", anonymous).status == 204)
      #expect(try await world.api.post("/misconduct-reports", anonymous).status == 204)
      let list = try await world.api.get("/misconduct-reports")
      #expect(list.text.components(separatedBy: "\"reference\"").count == 3)
      try await world.publish(try ComplaintExample.report("PMS-1"), as: "pms")
      try await world.events.wait(for: ComplaintRegistered.self)
      #expect(try world.events.all(ComplaintRegistered.self).map(\.reference) == ["PMS-1"])
    }
  }

  @Test("R-018: a letter that nobody acknowledges is told once; an acknowledged one is not")
  func letters() async throws {
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "172800", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(IntakeDefinition.self, settings: settings, senders: ["pms"]) { world in
      try await ComplaintExample.registerProject(world)
      let letter = ComplaintExample.body.replacingOccurrences(
        of: #""channel": "online""#, with: #""channel": "letter""#
      ).replacingOccurrences(of: "2023-01-03T09:12:00", with: "2023-01-03T08:00:00")
      #expect(try await world.api.post("/complaints", letter).status == 201)
      let missed = try await world.events.wait(for: ComplaintLimitMissed.self)
      #expect(missed.map(\.limit) == [.acknowledgement])
      #expect(missed.map(\.rule) == ["R-018"])
      let number = missed[0].complaint
      let told = #"{"means": "telephone", "reached": true, "by": "li.na"}"#
      #expect(try await world.api.post("/complaints/\(number)/acknowledgements", told).status == 200)
      #expect(try await world.api.get("/complaints/\(number)/history").text.contains(#""reached":true"#))
    }
  }

  @Test("R-024: a department that passes a complaint on too late is told of at once")
  func lateTransfer() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      try await ComplaintExample.registerProject(world)
      let receipt = #""receipt": {"unit": "sales-department", "externalIdentifier": "BBS-1"}, "accessTimes""#
      let body = ComplaintExample.body.replacingOccurrences(of: #""accessTimes""#, with: receipt)
      let created = try await world.api.post("/complaints", body)
      #expect(created.status == 201)
      #expect(created.text.contains("BBS-1"))
      let missed = try #require(try await world.events.wait(for: ComplaintLimitMissed.self).first)
      #expect(missed.limit == .transfer && missed.unit == .salesDepartment)
      #expect(try world.events.all(ComplaintRegistered.self).first?.receivedBy == .salesDepartment)
    }
  }
}
