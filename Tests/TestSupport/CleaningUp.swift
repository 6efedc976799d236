/// Runs `body`, then `cleanUp` whatever became of it, also when the test's task was cancelled by its time limit: the
/// cleaning runs in a task of its own, which nobody cancels.
func cleaningUp(
  _ body: () async throws -> Void, by cleanUp: @escaping @Sendable () async throws -> Void
) async throws {
  do {
    try await body()
  } catch {
    // The test's own error is the one worth reading; leftovers are found by the next run as orphans.
    try? await Task { try await cleanUp() }.value
    throw error
  }
  try await Task { try await cleanUp() }.value
}
