import Foundation
import Messages
import Postgres

/// Measures the real intake: complaints wait in its queue, it is started, and the clock runs from its first decision until
/// every complaint is registered and every event confirmed by the broker.
struct IntakeRun: Sendable {
  let servers: Servers
  let inbound: Inbound
  /// `redress`, or a database with a past.
  let database: String

  /// The queues that take intake's events, each event being in both: nobody reads them meanwhile, as with the floor.
  private static let queues = ["intake.inbound", "dispatch.intake.events", "reporting.intake.events"]

  func measure(count: Int, batch: Int) async throws -> IntakeRate {
    try await self.servers.purge(Self.queues)
    try await self.inbound.fill(count, of: UUID().uuidString)
    try await self.servers.sql("CHECKPOINT")
    let session = try await self.servers.session(database: self.database)
    do {
      let rate = try await self.run(count: count, batch: batch, watching: session)
      await session.close()
      try await self.servers.purge(Self.queues)
      return rate
    } catch {
      await session.close()
      throw error
    }
  }

  private func run(count: Int, batch: Int, watching session: PostgresSession) async throws -> IntakeRate {
    let before = try await session.execute(Registered()).first ?? 0
    let intake = try await RunningService.start(
      .intake, on: self.servers, database: self.database, settings: ["INBOX_BATCH_SIZE": "\(batch)"])
    let processorAtStart = ProcessUsage.processorSeconds(of: intake.process)
    let giveUp = ContinuousClock.now + .seconds(300)
    var isDone = false
    while !isDone {
      guard ContinuousClock.now < giveUp else { throw BenchmarkError("intake has not registered all within 5 minutes") }
      try await Task.sleep(for: .milliseconds(10))
      let registered = try await session.execute(Registered()).first ?? 0
      if registered >= before + count { isDone = try await session.execute(OutboxIsEmpty()).first ?? false }
    }
    let end = Date()
    let processor = ProcessUsage.processorSeconds(of: intake.process) - processorAtStart
    try await intake.stop()
    guard let start = try await session.execute(FirstRegistration(count: count)).first else {
      throw BenchmarkError("intake has registered nothing")
    }
    return IntakeRate(
      perSecond: Double(count) / end.timeIntervalSince(start), processorMicroseconds: processor / Double(count) * 1e6)
  }

  /// Forgets every complaint, so that the next run begins as the first did.
  static func forget(on servers: Servers) async throws {
    try await servers.sql(
      """
      -- Evidence is never taken away; here the whole past is.
      SET session_replication_role = replica;
      TRUNCATE intake.complaint, intake.complaint_series, intake.inbox_message, intake.outbox_message, intake.deadline
        CASCADE
      """)
  }
}

/// The series know it without counting rows.
private struct Registered: PreparedStatement {
  static let sql = "SELECT coalesce(sum(last_serial), 0)::bigint FROM intake.complaint_series"

  static func decode(_ row: Row) throws(PostgresError) -> Int { try row.decode(0) }
}

private struct OutboxIsEmpty: PreparedStatement {
  static let sql = "SELECT NOT EXISTS (SELECT FROM intake.outbox_message)"

  static func decode(_ row: Row) throws(PostgresError) -> Bool { try row.decode(0) }
}

/// When the first of the last `count` complaints was decided about. They have the highest serials, a fifth a project.
private struct FirstRegistration: PreparedStatement {
  static let sql = """
    SELECT min(complaint.registered_at) FROM intake.complaint_series AS series
    JOIN intake.complaint USING (project, year)
    WHERE complaint.serial = series.last_serial - $1 / \(Servers.projects.count) + 1 AND series.project = ANY ($2)
    HAVING count(*) > 0
    """
  let count: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(Int32(self.count))
    bindings.append(Servers.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Date { try row.decode(0) }
}
