package import Messages
import Messaging
package import Postgres

/// The messages that could not be handled, for people to look at and decide about.
package struct Quarantine: Sendable {
  /// The header in which every answer of a service's administrative address names the service, so that whoever asks the
  /// wrong address does not take its answer for an empty quarantine.
  package static let ownerHeader = "Redress-Administration-Of"

  private let pool: PostgresPool
  private let commits: CommitSignals?

  /// - Parameter commits: told what people decide, so that it is done at once; nil in a process that handles nothing.
  package init(pool: PostgresPool, commits: CommitSignals? = nil) {
    self.pool = pool
    self.commits = commits
  }

  /// In order of arrival.
  /// - Parameter after: the last `id` of the page before; nil for the first page.
  /// - Parameter limit: at most 500.
  package func list(after: Int64? = nil, limit: Int = 50) async throws(PostgresError) -> [Entry] {
    try await self.pool.execute(
      QuarantineTable.List(after: after ?? 0, limit: min(max(limit, 1), 500), bytes: Self.bytesForList))
  }

  /// Everything about one message but the customer's words; also one that has left quarantine by somebody's decision.
  package func find(_ id: Int64) async throws(PostgresError) -> Message? {
    var pipeline = Pipeline()
    let found = pipeline.add(QuarantineTable.Find(id: id))
    let notes = pipeline.add(QuarantineTable.Notes(id: id))
    let results = try await self.pool.execute(pipeline)
    guard var message = try results.rows(found).first else { return nil }
    message.notes = try results.rows(notes)
    return message
  }

  /// What the message says of itself if it is a report of misconduct, or one as far as a broken body shows; nil for
  /// every other.
  package func misconductReport(_ id: Int64) async throws(PostgresError) -> MisconductReport? {
    let stored = try await self.pool.execute(QuarantineTable.Beginning(id: id, bytes: Int(Int32.max))).first
    guard let stored, let message = StoredMessage.message(from: stored) else { return nil }
    let word = ComplaintKind.staffMisconduct.rawValue
    let isNamed = message.body.firstRange(of: Array(word.utf8)) != nil
    guard let json = try? CloudEventsCodec.decode(message).json(), case .object(let report) = json else {
      return isNamed ? MisconductReport(project: nil) : nil
    }
    // The word may be escaped, or in base 64 within an event.
    guard isNamed || report.members(named: "kind").contains(where: { $0.value == .string(word) }) else { return nil }
    return MisconductReport(project: Self.project(of: report))
  }

  private static func project(of report: JSONObject) -> ProjectCode? {
    var named = report.members(named: "project")
    for unit in report.members(named: "unit") {
      if case .object(let unit) = unit.value { named += unit.members(named: "project") }
    }
    // Named twice is not named.
    guard named.count == 1, case .string(let code) = named[0].value else { return nil }
    return ProjectCode(code)
  }

  /// The body as it came. It may hold what a customer has said, so that who reads it, and why, is written down.
  /// - Returns: nil when no such message is in quarantine.
  package func read(_ id: Int64, by person: String, reason: String) async throws(PostgresError) -> [UInt8]? {
    let origin = try await self.origin(of: id)
    return try await self.pool.execute(QuarantineTable.Read(id: id, person: person, reason: reason, origin: origin))
      .first
      .map { StoredMessage.message(from: $0)?.body ?? $0 }
  }

  /// Has the message handled once more, now, with all its attempts before it.
  /// - Parameter person: who decides so.
  /// - Returns: false when no such message is in quarantine.
  package func replay(
    _ id: Int64, by person: String, reason: String? = nil
  ) async throws(PostgresError) -> Bool {
    let origin = try await self.origin(of: id)
    let replayed = try await self.pool.execute(
      QuarantineTable.Replay(id: id, person: person, reason: reason, origin: origin))
    self.tell(of: replayed)
    return !replayed.isEmpty
  }

  /// Gives the message up: its contents are deleted, the note of who decided so and why is kept.
  /// - Returns: false when no such message is in quarantine.
  package func discard(_ id: Int64, by person: String, reason: String) async throws(PostgresError) -> Bool {
    let origin = try await self.origin(of: id)
    let discarded = try await self.pool.execute(
      QuarantineTable.Discard(id: id, person: person, reason: reason, origin: origin))
    self.tell(of: discarded)
    return !discarded.isEmpty
  }

  /// Asked for before the decision, whose note keeps it. A message keeps its number and its bytes while it is in quarantine,
  /// so nothing can come between that changes the answer.
  private func origin(of id: Int64) async throws(PostgresError) -> JSONB? {
    try await self.pool.execute(QuarantineTable.Beginning(id: id, bytes: Self.bytesForList)).first
      .flatMap { Origin($0).note }
  }

  private func tell(of changed: [Int64]) {
    guard let commits, !changed.isEmpty else { return }
    commits.inboxChanged()
    commits.inbox.signal()
  }

  /// How much of a message is read for a line of the list: properties and headers, and of a structured event of the usual
  /// size its attributes. A page of 500 messages of 16 MB would not fit into anybody's memory.
  private static var bytesForList: Int { 16 * 1024 }
}

extension Quarantine {
  /// A report of misconduct that could not be handled.
  package struct MisconductReport: Sendable, Equatable {
    /// The project that it says it is about; nil where that cannot be made out.
    package let project: ProjectCode?
  }
}
