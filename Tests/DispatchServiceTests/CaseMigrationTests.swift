import DispatchDomain
import Foundation
import Messages
import Policy
import Postgres
import TestSupport
import Testing

@testable import DispatchService

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

  @Test("R-103, R-066: builders who were told before V0012 are waited for as by any limit of the case")
  func buildersTold() async throws {
    let database = TestDatabase.current
    let migrations = DispatchDefinition.migrations.map(\.name)
    let last = try #require(migrations.firstIndex(of: "V0012__builder_arrival"))
    let older = try migrations[..<last].map { try Self.file("Services/Dispatch/Service/Migrations/\($0).sql") }
    let deadlines = try Self.file("Shared/DurableMessaging/Migrations/V0003__deadline.sql")
    let newer = try Self.file("Services/Dispatch/Service/Migrations/V0012__builder_arrival.sql")
    try await database.run(
      (["SET search_path = dispatch;", deadlines] + older + [Self.notices, newer]).joined(separator: "\n"))
    let rows = try await database.run(
      "SELECT subject, due_at = '2023-01-07T00:00:00+08:00' FROM dispatch.deadline ORDER BY subject")
    #expect(rows == "1|t\n2|t")
    let json = try await database.run("SELECT course FROM dispatch.repair_case ORDER BY number")
    let courses = try json.split(separator: "\n").map {
      try MessageCoding.decode(column: Array($0.utf8), as: Course.self)
    }
    #expect(courses.map { $0.timers.map(\.name) } == [[.builderArrival], [.builderArrival], [.builderArrival], [], []])
    #expect(courses.map { $0.timers.first?.told } == [.nothing, .unitHead, .nothing, nil, nil])
    #expect(courses.map { $0.timers.first?.isPaused } == [false, false, true, nil, nil])
    let due = RFC3339.date(from: "2023-01-07T00:00:00+08:00")
    #expect(courses[..<3].map { $0.timers.first?.dueAt } == [due, due, due])
    #expect(courses[..<3].allSatisfy { $0.timers.first?.limit.rule == .builderArrival })
    let next = try await database.run(
      "SELECT number FROM dispatch.repair_case WHERE next_due_at IS NOT NULL ORDER BY 1")
    #expect(next == "1\n2")
  }

  @Test("R-333: what ended before V0013 goes in time, too, but for claims and what a court had to do with")
  func endedCases() async throws {
    let database = TestDatabase.current
    let migrations = DispatchDefinition.migrations.map(\.name)
    let last = try #require(migrations.firstIndex(of: "V0013__retention"))
    let older = try migrations[..<last].map { try Self.file("Services/Dispatch/Service/Migrations/\($0).sql") }
    let deadlines = try Self.file("Shared/DurableMessaging/Migrations/V0003__deadline.sql")
    let newer = try Self.file("Services/Dispatch/Service/Migrations/V0013__retention.sql")
    try await database.run(
      (["SET search_path = dispatch;", deadlines] + older + [Self.ended, newer]).joined(separator: "\n"))
    let rows = try await database.run(
      "SELECT subject, due_at = '2026-01-05T00:00:00Z' FROM dispatch.deadline WHERE name = 'retention' ORDER BY subject"
    )
    #expect(rows == "1|t\n5|t")
    let json = try await database.run("SELECT course FROM dispatch.repair_case ORDER BY number")
    let courses = try json.split(separator: "\n").map {
      try MessageCoding.decode(column: Array($0.utf8), as: Course.self)
    }
    #expect(courses.map { $0.hold != nil } == [false, true, true, false])
    #expect(courses[1].hold?.since == RFC3339.date(from: "2023-01-03T00:00:00Z") && courses[1].hold?.by == nil)
  }

  /// A complaint, a claim and what a court had to do with have ended, another complaint has not, and a suggestion is closed.
  private static let ended = """
    INSERT INTO repair_case (number, received_at, kind, category, grade, project, building, unit, building_part, state,
      responsible, round, verified_at, assigned_at, closed_at, outcome, version, course)
    SELECT number, '2023-01-03T00:00:00Z', kind, 'engineering-quality', 'general', 'CLX', '3', '1201', 'heating', state,
      'project-department', 1, now(), now(), CASE WHEN state = 'closed' THEN '2023-01-05T00:00:00Z'::timestamptz END,
      CASE WHEN state = 'closed' THEN 'by-decision' END, 3,
      '{"revision": 1, "timers": [], "contributors": [], "stages": [], "skipped": []}'::jsonb
    FROM (VALUES ('1', 'closed', 'complaint'), ('2', 'closed', 'claim'), ('3', 'closed', 'complaint'),
      ('4', 'in-progress', 'complaint')) AS known (number, state, kind);
    INSERT INTO case_note (number, noted_at, action, person, text) VALUES
      ('1', now(), 'suspension', 'li.na', 'customer: 出差'), ('3', now(), 'suspension', 'li.na', 'court: 起诉');
    INSERT INTO suggestion (number, received_at, state, departments_asked, departments_agreed, reason, reason_by, reason_at,
      closed_at, revision, version)
    VALUES ('5', '2023-01-03T00:00:00Z', 'converted', 0, 0, '投诉', 'li.na', now(), '2023-01-05T00:00:00Z', 1, 1);
    """

  /// The builder's time runs, has passed, stands still, is over with the case, and was kept.
  private static let notices = """
    INSERT INTO repair_case (number, received_at, kind, category, grade, project, building, unit, building_part, state,
      responsible, trade, round, verified_at, assigned_at, closed_at, outcome, version, course)
    SELECT number, now(), 'complaint', 'engineering-quality', 'general', 'CLX', '3', '1201', 'heating', state,
      'project-department', 'heating', 1, now(), now(), CASE WHEN state = 'closed' THEN now() END,
      CASE WHEN state = 'closed' THEN 'by-decision' END, 3,
      '{"revision": 1, "timers": [], "contributors": [], "stages": [], "skipped": []}'::jsonb
        || CASE WHEN state = 'suspended' THEN '{"suspension": {"cause": "season", "since": "2023-01-04T02:00:00Z",
          "reviewAt": "2023-02-04T02:00:00Z"}}' ELSE '{}' END::jsonb
    FROM (VALUES ('1', 'in-progress'), ('2', 'planned'), ('3', 'suspended'), ('4', 'closed'), ('5', 'in-progress'))
      AS known (number, state);
    INSERT INTO builder_notice (complaint, notified_at, arrival_due_at, arrived_at)
    SELECT number, '2023-01-03T10:00:00+08:00', '2023-01-07T00:00:00+08:00',
      CASE WHEN number = '5' THEN '2023-01-04T10:00:00+08:00'::timestamptz END FROM repair_case;
    INSERT INTO deadline (subject, name, due_at, payload)
    SELECT number, 'builder-arrival', '2023-01-07T00:00:00+08:00', '{"profile": "cohl", "version": 1}'
    FROM repair_case WHERE number IN ('1', '3', '4');
    """

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
