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
        ], "listPersonalDataReads": [.auditor, .customerServiceManager, .generalManager],
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
        "recordProspect": Self.customerService.union([.callCentreAgent, .propertyOffice, .salesRepresentative]),
        "listProspects": Self.customerService.union([.salesRepresentative]),
        "showProspect": [.salesRepresentative, .customerServiceManager], "followUpProspect": [.salesRepresentative],
        "listGuide": Self.everybodyInTheCompany, "printGuide": Self.everybodyInTheCompany,
        "writeGuideEntry": [.customerServiceManager, .informationSupervisor],
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
      let rules = #"{"rules": []}"#
      #expect(try await world.api.ask("POST", "/triage-rules", rules, as: other).status == 403)
      let manager = try issuer.token([.customerServiceManager], projects: ["CLX"])
      #expect(try await world.api.ask("POST", "/triage-rules/1/activation", "{}", as: manager).status == 403)
    }
  }

  @Test("R-323, R-330: a draft is its author's; customer service of its project sees the telephone masked")
  func drafts() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let author = try issuer.token([.engineer], projects: ["CLX"], subject: "zhang.wei")
      let service = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "wang.fang")
      let other = try issuer.token([.customerServiceRepresentative], projects: ["HBR"], subject: "liu.yang")
      let body = ComplaintExample.body
      #expect(try await world.api.ask("POST", "/drafts", body, as: other).status == 403)
      let saved = try await world.api.ask("POST", "/drafts", body, as: author)
      #expect(saved.status == 201, "\(saved.text)")
      let path = try #require(saved.headers["location"])
      let shown = try await world.api.ask("GET", path, as: service)
      #expect(shown.text.contains("138****8000") && !shown.text.contains("13800138000"))
      let list = try await world.api.ask("GET", "/drafts", as: service)
      #expect(list.text.contains("138****8000") && !list.text.contains("13800138000"))
      #expect(try await world.api.ask("GET", path, as: other).status == 404)
      #expect(try await world.api.ask("GET", "/drafts", as: other).text.contains(#""drafts":[]"#))
      // Sent back as it was shown, it keeps its telephone and its author.
      let masked = body.replacing("13800138000", with: "138****8000").replacing("漏水", with: "渗水")
      let changed = try await world.api.ask("PUT", path, masked, as: service)
      #expect(changed.status == 200 && !changed.text.contains("13800138000"))
      let own = try await world.api.ask("GET", path, as: author)
      #expect(own.text.contains("13800138000") && own.text.contains("渗水"))
      let unnamed = try await world.api.ask("POST", "/drafts", #"{"content": "漏水"}"#, as: author)
      let open = try #require(unnamed.headers["location"])
      #expect(try await world.api.ask("GET", open, as: other).status == 200)
    }
  }
}
