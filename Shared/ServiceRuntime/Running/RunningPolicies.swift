import DurableMessaging
import Policy
import Postgres

/// Running limits keep the policy version that they began with. One whose file is gone is found when a service
/// starts, not when the limit passes.
struct RunningPolicies: Sendable {
  let policies: PolicyRegister
  let pool: PostgresPool

  /// - Throws: when a running limit names a version that is not there.
  func check() async throws {
    let unknown = try await self.pool.execute(DeadlineTable.Policies())
      .map { PolicyReference(profile: $0.profile, version: $0.version) }
      .filter { (try? self.policies.profile($0)) == nil }
    guard unknown.isEmpty else {
      let names = unknown.map(\.description).sorted().joined(separator: ", ")
      throw ConfigurationError(["policy.directory: running limits name versions that are not there: \(names)."])
    }
  }
}
