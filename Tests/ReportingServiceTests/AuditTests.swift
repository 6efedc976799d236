import ServiceTestSupport
import TestSupport
import Testing

@testable import ReportingService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AuditTests {
  @Test("R-336: reporting can be asked to change nothing")
  func trail() async throws {
    try await ServiceWorld.run(ReportingDefinition.self) { world in
      let trail = try AuditTrail(of: ReportingDefinition.self, world)
      #expect(trail.gaps().isEmpty)
    }
  }
}
