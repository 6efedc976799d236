import DispatchDomain
import Foundation
import Messages
import Policy
import TestSupport
import Testing

/// V0003 finds the place of every case of the thin path in the whole machine, and lets its limits go on.
@Suite(.database(schemas: true)) struct CaseMigrationTests {
  @Test("R-011: old cases keep their limits, and stand where the whole state machine has them")
  func oldCases() async throws {
    let database = TestDatabase.current
    let older = [
      try Self.file("Shared/DurableMessaging/Migrations/V0003__deadline.sql"),
      try Self.file("Services/Dispatch/Service/Migrations/V0001__case.sql"),
      try Self.file("Services/Dispatch/Service/Migrations/V0002__auditor.sql"),
    ]
    let whole = try Self.file("Services/Dispatch/Service/Migrations/V0003__case_whole.sql")
    try await database.run(
      (["SET search_path = dispatch;"] + older + [Self.cases, whole]).joined(separator: "\n"))
    let states = try await database.run(
      """
      SELECT number, state, evaluated_at IS NOT NULL, dissatisfied, outcome FROM dispatch.repair_case ORDER BY number
      """)
    #expect(
      states == """
        1|registered|f|0|
        2|assigned|f|0|
        3|planned|f|0|
        4|in-progress|f|0|
        5|awaiting-callback|t|0|
        6|rework|f|1|
        7|closed|t|0|satisfied
        """)
    let json = try await database.run("SELECT course FROM dispatch.repair_case WHERE number = '2'")
    let course = try MessageCoding.decode(column: Array(json.utf8), as: Course.self)
    #expect(course.timers.map(\.name) == [.reply])
    // what had no limit on the thin path has one now.
    let limits = try await database.run("SELECT subject, name FROM dispatch.deadline ORDER BY subject")
    #expect(limits == "2|reply\n3|handling\n4|handling\n5|callback\n6|new-plan")
    #expect(course.timers.first?.limit.terms == .limit(try Limit(2, .workingDays)))
    #expect(course.timers.first?.limit.policy.description == "cohl/1")
    #expect(course.timers.first?.dueAt == RFC3339.date(from: "2023-01-06T00:00:00+08:00"))
  }

  private static func file(_ path: String) throws -> String {
    try String(contentsOf: TestEnvironment.projectDirectory.appending(path: path), encoding: .utf8)
  }

  private static let cases = """
    INSERT INTO repair_case (number, received_at, kind, category, project, building, unit, building_part, state,
      responsible, trade, round, assigned_at, replied_at, surveyed_at, handled_at, closed_at, version)
    SELECT number, now(), 'complaint', 'engineering-quality', 'CLX', '3', '1201', 'heating', state, unit,
      CASE WHEN unit IS NOT NULL THEN 'heating' END, round, CASE WHEN unit IS NOT NULL THEN now() END,
      CASE WHEN replied THEN now() END, CASE WHEN surveyed THEN now() END, CASE WHEN handled THEN now() END,
      CASE WHEN state = 'closed' THEN now() END, 3
    FROM (VALUES
      ('1', 'registered', NULL, 1, false, false, false),
      ('2', 'assigned', 'project-department', 1, false, false, false),
      ('3', 'assigned', 'project-department', 1, true, false, false),
      ('4', 'assigned', 'project-department', 1, true, true, false),
      ('5', 'handled', 'project-department', 1, true, true, true),
      ('6', 'reopened', 'project-department', 2, true, true, true),
      ('7', 'closed', 'project-department', 1, true, true, true)
    ) AS known (number, state, unit, round, replied, surveyed, handled);
    INSERT INTO deadline (subject, name, due_at, payload)
    VALUES ('2', 'reply', '2023-01-06T00:00:00+08:00', '{"profile": "cohl", "version": 1}');
    """
}
