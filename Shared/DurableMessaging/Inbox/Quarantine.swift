package import FoundationEssentials
package import Messages
package import Postgres

/// The messages that could not be handled, for people to look at and decide about.
package struct Quarantine: Sendable {
  /// A message in quarantine, without its contents: they may hold personal data.
  package struct Entry: Codable, Sendable, Equatable {
    /// Names it here, and orders the list: the number of its arrival.
    package let id: Int64
    package let queue: String
    /// The key under which the inbox knows it.
    package let messageID: UUID
    package let subject: String
    package let attempts: Int
    /// How often it was delivered again.
    package let repeats: Int
    /// A code.
    package let lastError: String?
    package let faults: [Fault]
    package let receivedAt: Date
  }

  private let pool: PostgresPool

  package init(pool: PostgresPool) {
    self.pool = pool
  }

  /// In order of arrival.
  /// - Parameter after: the last `id` of the page before; nil for the first page.
  /// - Parameter limit: at most 500.
  package func list(after: Int64? = nil, limit: Int = 50) async throws(PostgresError) -> [Entry] {
    try await self.pool.execute(QuarantineTable.List(after: after ?? 0, limit: min(max(limit, 1), 500)))
  }

  /// Has the message handled once more, now, with all its attempts before it.
  /// - Parameter person: who decides so.
  /// - Returns: false when no such message is in quarantine.
  package func replay(_ id: Int64, by person: String) async throws(PostgresError) -> Bool {
    try await !self.pool.execute(QuarantineTable.Replay(id: id, person: person)).isEmpty
  }

  /// Gives the message up: its contents are deleted, the note of who decided so and why is kept.
  /// - Returns: false when no such message is in quarantine.
  package func discard(_ id: Int64, by person: String, reason: String) async throws(PostgresError) -> Bool {
    try await !self.pool.execute(QuarantineTable.Discard(id: id, person: person, reason: reason)).isEmpty
  }
}
