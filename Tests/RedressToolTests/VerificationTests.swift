import Foundation
import Messages
import Postgres
import TestSupport
import Testing

@testable import RedressTool

/// What `redress verify` finds in a database that was broken by hand, and that it finds nothing in one that was not.
@Suite(.database(schemas: true)) struct VerificationTests {
  @Test("A system in order is clean at the first look, and says what it has counted")
  func clean() async throws {
    try await ScratchSystem.create()
    let report = try await Self.verify(grace: .seconds(60))
    #expect(report.findings == [])
    #expect(report.looks == 1)
    #expect(
      report.counts
        == Counts(complaints: 3, cases: 3, closed: 1, repairOrders: 1, commissions: 1, callbacks: 3, events: 19))
    #expect(report.audit.map(\.sealed) == [3, 0, 0, 0, 0])
    #expect(report.audit.map(\.unsealed) == [0, 0, 0, 0, 0])
    // All but the dead letters, which nobody has looked for.
    let count = Invariant.all.count - 1
    #expect(report.text(limit: 5).hasPrefix("clean: \(count) invariants hold over 3 complaints, 3 cases (1 closed), "))
  }

  @Test("Every way to break a system is found", arguments: Breakage.all)
  func findsBreakage(breakage: Breakage) async throws {
    try await ScratchSystem.create()
    try await TestDatabase.current.run(breakage.sql)
    let report = try await Self.verify(grace: .zero)
    #expect(
      report.findings.contains { $0.invariant == breakage.invariant && $0.subject == breakage.subject },
      "\(report.text(limit: 50))")
  }

  @Test("There is a way to break every invariant")
  func breakagesAreComplete() {
    // Dead letters are not in the database: DeadLetterTests.
    #expect(Set(Breakage.all.map(\.invariant)).union([.deadLetters]) == Set(Invariant.all))
    #expect(Set(Invariant.all) == Set(Invariant.known))
  }

  @Test("An invariant that is left out finds nothing")
  func exception() async throws {
    try await ScratchSystem.create()
    try await TestDatabase.current.run("UPDATE contractors.commission_series SET last_serial = 2")
    #expect(try await Self.verify(grace: .zero, without: [.commissionNumbers]).isClean)
  }

  @Test("A message that waits behind one that is tried again, and a limit that was missed, are in order")
  func underWay() async throws {
    try await ScratchSystem.create()
    try await TestDatabase.current.run(
      """
      INSERT INTO callback.inbox_message (consumer, message_id, subject, state, attempts, next_attempt_at, envelope)
      VALUES
        ('callback.dispatch.events', gen_random_uuid(), 'CLX-2023-000003', 'retrying', 1, now() + interval '1 day', ''),
        ('callback.dispatch.events', gen_random_uuid(), 'CLX-2023-000003', 'parked', 0, NULL, '');
      DELETE FROM dispatch.deadline WHERE name = 'assignment';
      INSERT INTO reporting.missed_limit VALUES ('CLX-2023-000002', 'assignment', 'R-021', NULL, now(), now());
      """)
    #expect(try await Self.verify(grace: .zero).findings == [])
  }

  @Test("A database without the services' tables is an error that says what to do")
  func emptyDatabase() async throws {
    let database = try Database(url: TestDatabase.current.url(role: "auditor"))
    let verification = Verification(grace: .zero, excepted: [])
    await #expect {
      try await database.open { try await verification.run(in: $0) }
    } throws: { error in
      "\(error)".contains("Start all five services of this release once")
    }
  }

  private static func verify(grace: Duration, without excepted: Set<Invariant> = []) async throws -> Report {
    let verification = Verification(grace: grace, excepted: excepted)
    // As the auditor: what he may read has to be enough.
    return try await Database(url: TestDatabase.current.url(role: "auditor")).open {
      try await verification.run(in: $0)
    }
  }
}
