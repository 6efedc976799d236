import Foundation
import ServiceTestSupport

@testable import IntakeService

extension ServiceWorld {
  /// Intake with an own directory for evidence, which goes when the test ends.
  static func runWithEvidence(
    settings: [String: String] = [:], _ body: @escaping @Sendable (ServiceWorld, URL) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let settings = settings.merging(["EVIDENCE_DIRECTORY": directory.path]) { $1 }
    try await ServiceWorld.run(IntakeDefinition.self, settings: settings) { world in try await body(world, directory) }
  }
}
