import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AccessTests {
  /// Written out: not what the declarations say.
  private static let customerService: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor,
  ]
  private static let onSite = customerService.union([.unitHead, .engineer])
  private static let workers = onSite.union([
    .callCentreAgent, .propertyOffice, .salesRepresentative, .contractsOfficer, .lawyer, .leaderInCharge,
    .generalManager,
  ])

  @Test("S70, R-323, R-332: every post at every endpoint of contractors; a contractor asks for nothing here")
  func matrix() async throws {
    let deviations = try await AccessMatrix.deviations(
      ContractorsDefinition.self,
      [
        "listRepairOrders": Self.workers, "showRepairOrder": Self.workers, "reportSurvey": Self.onSite,
        "acceptRepair": Self.onSite, "signRepair": Self.onSite,
        "listContractors": Self.onSite.union([.contractsOfficer, .leaderInCharge, .auditor, .administrator]),
        "listContractor": [.repairSupervisor, .customerServiceManager, .contractsOfficer, .administrator],
      ])
    #expect(deviations.isEmpty, "\(deviations.joined(separator: "\n"))")
  }
}
