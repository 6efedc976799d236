import Foundation

/// Programs that evidence is held against; deploy/dev/requirements.sh says which.
package enum EvidenceTools {
  /// Where a program stands; the first who asks installs all of them.
  package static func path(_ program: String) async throws -> String {
    let script = "set -e; source deploy/dev/servers.sh; install_evidence_tools"
    let found = try await Command.run(
      "env", ["--chdir", TestEnvironment.projectDirectory.path, "bash", "-c", script])
    guard found.status == 0, let place = found.output.split(separator: "\n").last else {
      throw TestSupportError("the tools for evidence cannot be installed: \(found.output.suffix(2000))")
    }
    return "\(place)/\(program)"
  }
}
