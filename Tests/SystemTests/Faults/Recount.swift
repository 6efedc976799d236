import Foundation
import TestSupport

/// The figures of a case after it has settled, counted in the five schemas and held against what the broker had accepted.
struct Recount: Sendable {
  /// Complaints that were accepted and are not registered, not in reporting, or not closed.
  let lost: Int
  /// Effects that happened more than once.
  let doubled: Int
  /// Everything that is not as it should be, in words.
  let findings: [String]

  init(_ database: TestDatabase, load: Load, events: PublishedEvents) async throws {
    var findings: [String] = []
    func rows(_ sql: String) async throws -> [String] {
      try await database.run(sql).split(separator: "\n").map(String.init)
    }

    let accepted = load.accepted
    let completed = Set(try await rows(Self.completed))
    let registered = Set(try await rows("SELECT reference FROM intake.complaint"))
    let lost = accepted.subtracting(completed)
    if !lost.isEmpty {
      findings.append(
        "accepted, but not registered: \(accepted.subtracting(registered).sorted()); "
          + "registered, but not closed everywhere: \(accepted.intersection(registered).subtracting(completed).sorted())"
      )
    }
    let strangers = registered.subtracting(accepted)
    if !strangers.isEmpty { findings.append("registered, but never accepted: \(strangers.sorted())") }

    var doubled = 0
    for (what, sql) in Self.doubles {
      let found = try await rows(sql)
      doubled += found.count
      if !found.isEmpty { findings.append("\(what): \(found)") }
    }
    for (what, sql) in Self.faults {
      let found = try await rows(sql)
      if !found.isEmpty { findings.append("\(what): \(found)") }
    }
    let quarantined = try await rows(Self.quarantined)
    if quarantined.count != load.broken {
      findings.append("\(load.broken) messages were broken on purpose, in quarantine are: \(quarantined)")
    }
    for (source, sql) in Self.versions {
      let written = try await rows(sql)
      let heard = written.filter { row in
        let words = row.split(separator: "|")
        return events.lastVersion(of: String(words[0]), from: source) == Int64(words[1])
      }
      if heard.count != written.count { findings.append("not heard to the last event from \(source): \(written)") }
    }
    if !events.disorder.isEmpty { findings.append("events out of order on the wire: \(events.disorder)") }
    (self.lost, self.doubled, self.findings) = (lost.count, doubled, findings)
  }

  /// Nothing is on its way any more: no outbox row, no message that is tried again or waits, and reporting knows what
  /// dispatch knows.
  static func isSettled(_ database: TestDatabase) async throws -> Bool {
    let waiting = FiveServices.names.map {
      """
      (SELECT count(*) FROM \($0).outbox_message)
      + (SELECT count(*) FROM \($0).inbox_message WHERE state IN ('retrying', 'parked'))
      """
    }
    let closed = """
      (SELECT count(*) FROM dispatch.repair_case WHERE state = 'closed')
      - (SELECT count(*) FROM reporting.case_record WHERE closed_at IS NOT NULL)
      """
    return try await database.run("SELECT \(waiting.joined(separator: " + ")), \(closed)") == "0|0"
  }

  /// Deliveries that came although their message had been dealt with: to one service, or to all of them.
  static func repeatedDeliveries(_ database: TestDatabase, to service: String? = nil) async throws -> Int {
    let counts = (service.map { [$0] } ?? FiveServices.names).map {
      "(SELECT coalesce(sum(repeats), 0) FROM \($0).inbox_message)"
    }
    return Int(try await database.run("SELECT \(counts.joined(separator: " + "))")) ?? -1
  }

  /// R-330: telephones of customers, none of which may stand in a log.
  static func telephones(_ database: TestDatabase) async throws -> [Substring] {
    try await database.run("SELECT telephone FROM intake.complaint").split(separator: "\n")
  }

  /// Registered once, with its case closed and its record in reporting complete.
  private static let completed = """
    SELECT reference FROM intake.complaint
    JOIN dispatch.repair_case USING (number) JOIN reporting.case_record AS record USING (number)
    WHERE state = 'closed' AND record.received_at IS NOT NULL AND record.closed_at IS NOT NULL
    """

  private static let doubles = [
    (
      "complaints registered twice",
      "SELECT source, reference FROM intake.complaint GROUP BY source, reference HAVING count(*) > 1"
    ),
    (
      "events that happen once in a case and happened twice",
      """
      SELECT subject, type FROM reporting.event
      WHERE type IN ('complaint.registered.v1', 'case.closed.v1') GROUP BY subject, type HAVING count(*) > 1
      """
    ),
    (
      "events that happen once in a round and happened twice",
      """
      SELECT subject, type, data ->> 'round' FROM reporting.event
      WHERE type IN (
        'repair.signed.v1', 'case.handled.v1', 'callback.scheduled.v1', 'callback.answered.v1', 'case.reopened.v1')
      GROUP BY subject, type, data ->> 'round', data ->> 'kind' HAVING count(*) > 1
      """
    ),
    (
      "repair orders with two letters",
      "SELECT repair_order FROM contractors.commission GROUP BY repair_order HAVING count(*) > 1"
    ),
  ]

  private static let faults = [
    // R-343: no gap within project and year. R-142: none in the commission numbers of a project.
    (
      "gaps in complaint numbers",
      """
      SELECT project, year FROM intake.complaint
      GROUP BY project, year HAVING max(serial) <> count(*) OR min(serial) <> 1
      """
    ),
    (
      "gaps in commission numbers",
      """
      SELECT project FROM contractors.commission
      GROUP BY project HAVING max(serial) <> count(*) OR min(serial) <> 1
      """
    ),
    (
      "cases of whose closing reporting has not the last event",
      """
      SELECT number FROM dispatch.repair_case
      LEFT JOIN reporting.event ON subject = number AND source = '/dispatch' AND event.version = repair_case.version
      WHERE type IS DISTINCT FROM 'case.closed.v1'
      """
    ),
    (
      "records and cases without a complaint",
      """
      SELECT number FROM dispatch.repair_case FULL JOIN reporting.case_record USING (number)
      FULL JOIN intake.complaint USING (number)
      WHERE repair_case.state IS NULL OR case_record.round IS NULL OR complaint.serial IS NULL
      """
    ),
  ]

  /// How many events each aggregate has decided to publish, by their source.
  private static let versions = [
    "/dispatch": "SELECT number, version FROM dispatch.repair_case",
    "/contractors": "SELECT complaint, max(version) FROM contractors.repair_order GROUP BY complaint",
    "/callback": "SELECT number, version FROM callback.complaint",
  ]

  private static let quarantined =
    FiveServices.names.map {
      """
      SELECT '\($0)', subject, last_error, faults::text FROM \($0).inbox_message WHERE state = 'quarantined'
      """
    }.joined(separator: " UNION ALL ")
}
