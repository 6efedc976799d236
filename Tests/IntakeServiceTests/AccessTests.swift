import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AccessTests {
  /// Those who work on complaints, written out: not what the declarations say.
  private static let workers: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor, .callCentreAgent, .unitHead, .engineer, .propertyOffice, .salesRepresentative,
    .contractsOfficer, .lawyer, .leaderInCharge, .generalManager,
  ]
  private static let customerService: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor,
  ]
  private static let everybodyInTheCompany = Set(Post.known).subtracting([.contractor])

  @Test("S70, R-013, R-323, R-329: every post at every endpoint of intake")
  func matrix() async throws {
    let deviations = try await AccessMatrix.deviations(
      IntakeDefinition.self,
      [
        "submitComplaint": Self.everybodyInTheCompany, "findComplaint": Self.workers.union([.system]),
        "showComplaint": Self.workers, "listProjects": Self.everybodyInTheCompany,
        "registerProject": [.administrator, .informationSupervisor, .customerServiceManager],
        "importProperty": [.administrator, .informationSupervisor, .system],
        "showContact": [
          .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
          .informationSupervisor, .callCentreAgent, .unitHead, .engineer, .propertyOffice, .salesRepresentative,
        ], "listContactReads": [.auditor, .customerServiceManager, .generalManager],
        "showUnit": Self.workers.union([.administrator]), "submitContact": Self.everybodyInTheCompany,
        "reportMisconduct": Self.everybodyInTheCompany, "listMisconductReports": [.generalManager, .leaderInCharge],
        "saveDraft": Self.everybodyInTheCompany, "changeDraft": Self.everybodyInTheCompany,
        "listDrafts": Self.customerService, "showDraft": Self.everybodyInTheCompany,
        "submitDraft": Self.everybodyInTheCompany, "regradeComplaint": Self.customerService,
        "convertComplaint": Self.customerService,
        "acknowledgeComplaint": Self.customerService.union([.callCentreAgent]),
        "showComplaintHistory": Self.workers.union([.auditor]), "findSimilarComplaints": Self.everybodyInTheCompany,
        "listMatters": Self.workers.union([.dataAnalyst]),
        "listTriageRules": Self.customerService.union([.administrator, .auditor]),
        "previewTriageRules": [.customerServiceManager, .informationSupervisor, .administrator],
        "proposeTriageRules": [.customerServiceManager, .informationSupervisor, .administrator],
        "activateTriageRules": [.customerServiceManager], "addEvidence": Self.everybodyInTheCompany,
        "listEvidence": Self.workers, "showEvidence": Self.workers,
        "showOriginalEvidence": [.customerServiceManager, .lawyer, .leaderInCharge],
      ])
    #expect(deviations.isEmpty, "\(deviations.joined(separator: "\n"))")
  }

  @Test("R-323: what belongs to another's project is neither shown nor taken, wherever the request names it")
  func scope() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let all = try issuer.token([.informationSupervisor])
      let other = try issuer.token([.informationSupervisor, .customerServiceRepresentative], projects: ["HBR"])
      for (code, works) in [("CLX", 1), ("HBR", 2)] {
        let body = #"{"name": "\#(code)", "worksNumber": \#(works)}"#
        let registered = try await world.api.ask("PUT", "/projects/\(code)", body, as: all)
        #expect(registered.status == 201)
      }
      #expect(try await world.api.ask("GET", "/projects", as: all).text.contains("CLX"))
      #expect(try await !world.api.ask("GET", "/projects", as: other).text.contains("CLX"))
      let complaint = ComplaintExample.body
      #expect(try await world.api.ask("POST", "/complaints", complaint, as: other).status == 403)
      #expect(try await world.api.ask("POST", "/complaints", complaint, as: all).status == 201)
      #expect(try await world.api.ask("GET", "/complaints?source=/http&reference=WEB-1", as: all).status == 200)
      #expect(try await world.api.ask("GET", "/complaints?source=/http&reference=WEB-1", as: other).status == 403)
      #expect(try await world.api.ask("GET", "/property/units?project=CLX&building=3&unit=1", as: other).status == 403)
    }
  }
}
