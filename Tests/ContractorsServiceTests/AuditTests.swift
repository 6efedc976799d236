import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AuditTests {
  @Test("R-336: everything that contractors can be asked to change leaves an entry")
  func trail() async throws {
    try await ServiceWorld.run(ContractorsDefinition.self, senders: ["contractor-1"]) { world in
      try await world.announceProject()
      var trail = try AuditTrail(of: ContractorsDefinition.self, world)
      let contractor = #"{"name": "安居工程有限公司", "trades": ["waterproofing"], "brokerUser": "contractor-1"}"#
      try await trail.ask("listContractor", "/contractors/WX-01", contractor)
      let repair = try RepairCase()
      try await world.open(repair)
      try await trail.ask("reportSurvey", "\(repair.path)/survey", ServiceWorld.surveyed)
      let commissioned = try await world.events.wait(for: RepairCommissioned.self)
      try await world.complete(commissioned[0].commission, as: "contractor-1", reference: "C-1")
      try await trail.ask("acceptRepair", "\(repair.path)/acceptance", ServiceWorld.accepted)
      try await trail.ask("signRepair", "\(repair.path)/signature", ServiceWorld.signed)
      let gaps = trail.gaps()
      #expect(gaps.isEmpty, "\(gaps.joined(separator: "\n"))")
    }
  }
}
