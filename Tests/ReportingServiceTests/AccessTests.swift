import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import ReportingService

@Suite(.broker(definitions: true), .database(schemas: true)) struct AccessTests {
  /// Written out: not what the declarations say. Everybody who works on cases, whoever counts and whoever recounts.
  private static let readers = Set(Post.known).subtracting([.employee, .contractor, .administrator, .system])

  @Test("S70, R-323: every post at every endpoint of reporting")
  func matrix() async throws {
    let deviations = try await AccessMatrix.deviations(
      ReportingDefinition.self,
      ["weeklyReport": Self.readers, "statusTable": Self.readers, "timeline": Self.readers])
    #expect(deviations.isEmpty, "\(deviations.joined(separator: "\n"))")
  }
}
