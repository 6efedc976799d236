import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// Who gets which order, under which number (R-125, R-142, R-157, R-162).
@Suite(.broker(definitions: true), .database(schemas: true)) struct AwardTests {
  @Test(
    "R-142: four people survey at once; the letters of each project are numbered without gap, the work is shared out")
  func concurrentAwards() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      try await world.announceProject("CLX", worksNumber: 1)
      try await world.announceProject("HSY", worksNumber: 2)
      for (index, code) in ["WX-01", "WX-02", "WX-03"].enumerated() {
        try await world.list(code, user: "contractor-\(index + 1)")
      }
      let repairs =
        try (1...12).map { try RepairCase($0, project: "CLX") }
        + (1...12).map { try RepairCase($0, project: "HSY") }
      for repair in repairs { try await world.publish(repair.requested(), from: .dispatch) }
      for repair in repairs { try await world.expect(repair, "created") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<4 {
          group.addTask {
            for index in stride(from: worker, to: repairs.count, by: 4) {
              let answer = try await world.api.post(repairs[index].path + "/survey", ServiceWorld.surveyed)
              #expect(answer.status == 200, "\(answer.text)")
            }
          }
        }
        try await group.waitForAll()
      }
      let letters = try await world.events.wait(for: RepairCommissioned.self, count: repairs.count)
      for worksNumber in 1...2 {
        let serials = letters.filter { $0.commission.worksNumber == worksNumber }.map(\.commission.serial)
        #expect(serials.sorted() == Array(1...12))
      }
      let shares = Dictionary(grouping: letters, by: \.contractor).mapValues(\.count)
      #expect(shares.values.sorted() == [8, 8, 8])
    }
  }

  @Test("R-125: a judged order waits until a contractor of its trade is listed, and is awarded then")
  func waitingOrder() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      let repair = try RepairCase(1, trade: .heating)
      try await world.announceProject()
      try await world.list("WX-01", user: "contractor-1")
      try await world.open(repair)
      let surveyed = try await world.api.post(repair.path + "/survey", ServiceWorld.surveyed)
      #expect(surveyed.text.contains(#""state":"judged""#))
      #expect(try await world.list("NT-01", [.heating, .plumbing], user: "contractor-2").status == 201)
      let letter = try #require(try await world.events.wait(for: RepairCommissioned.self).first)
      #expect(letter.contractor.text == "NT-01")
      #expect(letter.commission.serial == 1)
      let register = try await world.api.get("/contractors")
      #expect(register.text.contains(#""openOrders":1,"trades":["heating","plumbing"]"#))
    }
  }

  @Test("An order judged while its contractor is being listed is not overlooked")
  func surveyBesideListing() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      try await world.announceProject()
      for attempt in 1...6 {
        let trade = Trade.known[attempt]
        let repair = try RepairCase(attempt, trade: trade)
        try await world.open(repair)
        async let survey = world.api.post(repair.path + "/survey", ServiceWorld.surveyed)
        async let listing = world.list("NT-0\(attempt)", [trade], user: "contractor-0\(attempt)")
        #expect(try await survey.status == 200)
        #expect(try await listing.status == 201)
        try await world.expect(repair, "commissioned")
      }
    }
  }

  @Test("R-157: listing again changes nothing; what cannot be listed is refused with every reason")
  func register() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self) { world in
      #expect(try await world.list("WX-01", user: "contractor-1").status == 201)
      #expect(try await world.list("WX-01", user: "contractor-1").status == 200)
      #expect(try await world.list("WX-01", [.plumbing], user: "contractor-1").status == 200)
      let taken = try await world.list("WX-02", user: "contractor-1")
      #expect(taken.status == 409)
      #expect(taken.faults == ["brokerUser conflict"])
      let wrong = try await world.api.put("/contractors/wx", #"{"name": " ", "trades": ["magic"]}"#)
      #expect(wrong.status == 422)
      #expect(
        Set(wrong.faults) == ["code invalid", "name empty", "trades[0] unknown-value", "brokerUser missing"])
      let empty = try await world.api.put(
        "/contractors/WX-03", #"{"name": "东方", "trades": [], "brokerUser": "contractor-3"}"#)
      #expect(empty.faults == ["trades empty"])
      #expect(try await ServiceWorld.sql("SELECT code, trades FROM contractor") == "WX-01|{plumbing}")
    }
  }
}
