import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AccessTests {
  /// Written out: not what the declarations say.
  private static let customerService: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor,
  ]
  /// Who says that a claim or a lawsuit holds a case (R-333).
  private static let holders: Set<Post> = [.customerServiceManager, .lawyer, .leaderInCharge, .generalManager]
  private static let units: Set<Post> = customerService.union([
    .unitHead, .engineer, .propertyOffice, .salesRepresentative,
  ])
  private static let workers: Set<Post> = units.union([
    .callCentreAgent, .contractsOfficer, .lawyer, .leaderInCharge, .generalManager,
  ])

  @Test("S70, R-323, R-329: every post at every endpoint of dispatch")
  func matrix() async throws {
    let deviations = try await AccessMatrix.deviations(
      DispatchDefinition.self,
      [
        "listCases": Self.workers, "showCase": Self.workers, "listDeadlines": Self.workers,
        "explainDeadline": Self.workers, "showHandover": Self.workers,
        // R-021, R-048, R-051, R-058: customer service verifies, assigns, files and collects opinions.
        "verifyCase": Self.customerService, "assignCase": Self.customerService, "fileCase": Self.customerService,
        "disputeCase": Self.customerService, "suspendCase": Self.customerService, "resumeCase": Self.customerService,
        "noteLeaderTold": Self.customerService, "noteUpwardReport": Self.customerService,
        "noteHandlingReport": Self.customerService, "noteLetter": Self.customerService,
        // R-058: the head of the unit gives back; R-051, R-172: the leader in charge decides.
        "giveBackCase": Self.customerService.union([.unitHead, .propertyOffice]),
        "decideCase": [.leaderInCharge, .generalManager],
        "noteFirstResponse": Self.units, "replyToCustomer": Self.units, "appoint": Self.units,
        "noteOnCase": Self.units, "startWork": Self.units, "finishStage": Self.units, "reportHandled": Self.units,
        "evaluateCase": Self.units,
        // What a customer says on the telephone.
        "noteObjection": Self.customerService.union([.callCentreAgent]),
        "withdrawCase": Self.customerService.union([.callCentreAgent]),
        "holdCase": Self.holders, "releaseCase": Self.holders,
        "reopenCase": Self.customerService.union([.callCentreAgent]),
      ].merging(AccessExpectation.beside(customerService: Self.customerService, workers: Self.workers)) { first, _ in
        first
      })
    #expect(deviations.isEmpty, "\(deviations.joined(separator: "\n"))")
  }

  @Test("R-323: lists hold the cases of the caller's projects only; who acts is whose token it is; If-Match holds")
  func scopeAndVersions() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(DispatchDefinition.self, settings: issuer.settings) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.other, category: .other), from: .intake, version: 1)
      let own = try issuer.token([.customerServiceRepresentative], projects: ["CLX"])
      let other = try issuer.token([.customerServiceRepresentative], projects: ["HBR"])
      try await eventually("the case is registered") {
        try await world.api.ask("GET", "/cases", as: own).text.contains(example.number.text)
      }
      #expect(try await world.api.ask("GET", "/cases", as: other).text == #"{"cases":[]}"#)
      #expect(try await world.api.ask("GET", "/cases?project=CLX", as: other).status == 403)
      #expect(try await world.api.ask("GET", "/cases/\(example.number)", as: other).status == 403)

      let path = "/cases/\(example.number)/assignment"
      let body = #"{"unit": "property-office", "by": "somebody else"}"#
      #expect(try await world.api.ask("POST", path, body, as: other).status == 403)
      // The limits of a complaint of 2023 have long passed, and each that fires changes the case.
      try await eventually("its limits have passed") {
        try await TestDatabase.current.run("SELECT count(*) FROM dispatch.deadline WHERE due_at < now()").hasPrefix("0")
      }
      let shown = try await world.api.ask("GET", "/cases/\(example.number)", as: own)
      let version = try #require(shown.headers["etag"])
      #expect(try await world.api.ask("POST", path, body, as: own, headers: ["If-Match": "\"99\""]).status == 412)
      let keys = ["If-Match": version, "Idempotency-Key": "a-1"]
      let assigned = try await world.api.ask("POST", path, body, as: own, headers: keys)
      #expect(assigned.status == 200)
      #expect(assigned.headers["etag"] != version)
      let again = try await world.api.ask("POST", path, body, as: own, headers: keys)
      #expect(again.status == 200 && again.text == assigned.text && again.headers["etag"] == assigned.headers["etag"])
      #expect(
        try await world.api.ask("POST", path, #"{"unit": "sales-department"}"#, as: own, headers: keys).status == 422)
      let notes = try await world.api.ask("GET", "/cases/\(example.number)", as: own)
      #expect(notes.text.contains(#""person":"li.na""#) && !notes.text.contains("somebody else"))
    }
  }
}
