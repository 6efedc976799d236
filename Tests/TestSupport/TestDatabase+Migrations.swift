import Foundation

extension TestDatabase {
  /// The tables of all services, as their own migrations make them, without a service that runs. For `.database(schemas:
  /// true)`.
  package func migrate() async throws {
    for service in ["intake", "dispatch", "contractors", "callback", "reporting"] {
      var sql = "SET ROLE \(service); SET search_path = \(service);\n"
      for folder in ["Shared/DurableMessaging/Migrations", "Services/\(service.capitalized)/Service/Migrations"] {
        let directory = TestEnvironment.projectDirectory.appending(path: folder)
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
          sql += try String(contentsOf: file, encoding: .utf8) + "\n"
        }
      }
      try await self.run(sql)
    }
  }
}
