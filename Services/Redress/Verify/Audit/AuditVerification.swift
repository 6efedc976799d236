import DurableMessaging
import Messages
import Postgres

/// What the recount of one service's audit has come to.
struct AuditCount: Sendable, Encodable, Equatable {
  let service: String
  /// Entries that are as they were sealed.
  let sealed: Int
  let unsealed: Int
  let seals: Int64
  /// The hash of the last entry, in hexadecimal digits. Kept elsewhere, it proves later that nothing was cut off at the end.
  let head: String
}

/// Recounts the audits of all services, each in one snapshot, a page at a time.
enum AuditVerification {
  private static let page = 2_000
  private static let sealsAtOnce = 20

  static func run(in pool: PostgresPool) async throws -> (findings: [Finding], counts: [AuditCount]) {
    var findings: [Finding] = []
    var counts: [AuditCount] = []
    for service in Service.allCases where service != .outside {
      let recount = try await pool.transaction(isolation: .repeatableRead) { transaction in
        try await self.recount(service, transaction)
      }
      findings += recount.findings
      counts.append(
        AuditCount(
          service: service.rawValue, sealed: recount.sealed, unsealed: recount.unsealed, seals: recount.lastSeal,
          head: recount.head.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()))
    }
    return (findings, counts)
  }

  private static func recount(_ service: Service, _ transaction: Transaction) async throws -> AuditRecount {
    var recount = AuditRecount(service: service.rawValue)
    _ = try await transaction.execute(AuditTable.Choose(schema: service.rawValue))
    var (entries, links): (ArraySlice<AuditRecount.Entry>, ArraySlice<AuditRecount.Link>) = ([], [])
    var (position, hasEntries, hasSeals) = (AuditPosition.start, true, true)
    while true {
      if entries.isEmpty, hasEntries {
        entries = try await transaction.execute(AuditTable.Entries(after: position, limit: Self.page))[...]
        position = entries.last?.position ?? position
        hasEntries = entries.count == Self.page
      }
      if links.isEmpty, hasSeals {
        let seals = try await transaction.execute(
          AuditTable.Seals(after: recount.lastSeal, limit: Self.sealsAtOnce))
        for seal in seals { links += recount.take(seal) }
        hasSeals = seals.count == Self.sealsAtOnce
      }
      let done = recount.compare(entries.first, links.first)
      guard done.entry || done.link else { break }
      if done.entry { entries.removeFirst() }
      if done.link { links.removeFirst() }
    }
    recount.finish()
    return recount
  }
}
