import DispatchDomain
import Foundation
import Messages
import Postgres
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  @Test func everyStatementRuns() async throws {
    let number = try CaseMessages(serial: 1).number
    let page = CaseListing(projects: nil, after: "", limit: 1)
    let late = LateCases(now: Date(), unit: nil, grade: nil, page: page)
    var statements: [any PreparedStatement] = [
      LockCases(numbers: [number]),
      LockCasesWithProjects(numbers: [number], projects: [number.project]),
      FindCase(number: number),
      HoldProjects(projects: [(number.project, true)]),
      FindDepartments(projects: [number.project]),
      WriteDepartments(departments: []),
      HandedOverCases(project: number.project, after: "", limit: 1),
      ListCases(state: .registered, unit: nil, grade: nil, page: page),
      ListCasesOfUnit(unit: .projectDepartment, grade: nil, page: page),
      ListCasesOfProject(project: number.project, grade: nil, page: page),
      ListOverdueCases(asked: late),
      ListForgottenCases(asked: late),
      ListIdleCases(unit: nil, grade: nil, page: page),
      WriteCases(cases: []),
      InsertCaseNotes(notes: []),
      NotesOfCase(number: number),
      NotesOfCases(numbers: [number]),
      Anonymise(numbers: [number]),
      RemindersOfProject(project: number.project, since: .last),
      InsertReminders(reminders: []),
      IdleCasesOfProject(project: number.project),
    ]
    statements += try AggregateStatements.all(number)
    let schema = try await MigratedSchema(of: DispatchDefinition.self)
    try await schema.run(statements)
    #expect(Set(statements.map { "\(type(of: $0))" }) == (try schema.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    let schema = try await MigratedSchema(of: DispatchDefinition.self)
    try await schema.sql(Self.manyCases)
    try await schema.sql(AggregateStatements.manyRows)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (LockCases.self, "'{CLX-2023-000042}'", "repair_case_pkey"),
      (FindCase.self, "'CLX-2023-000042'", "repair_case_pkey"),
      (ListCases.self, "'assigned', 'CLX-2023-000042', NULL, NULL, NULL, 100", "repair_case_state_idx"),
      (
        ListCasesOfUnit.self, "'project-department', 'CLX-2023-000042', NULL, NULL, 100", "repair_case_responsible_idx"
      ),
      (ListCasesOfProject.self, "'CLX', 'CLX-2023-000042', NULL, 100", "repair_case_project_idx"),
      (ListOverdueCases.self, "now(), '', NULL, NULL, NULL, 100", "repair_case_due_idx"),
      (ListForgottenCases.self, "now(), '', NULL, NULL, NULL, 100", "repair_case_follow_up_idx"),
      (ListIdleCases.self, "'', NULL, NULL, NULL, 100", "repair_case_idle_idx"),
      (NotesOfCase.self, "'CLX-2023-000042'", "case_note_number_idx"),
      (NotesOfCases.self, "'{CLX-2023-000042}'", "case_note_number_idx"),
    ]
    for (statement, arguments, index) in plans + AggregateStatements.plans {
      let plan = try await schema.plan(of: statement, arguments)
      #expect(plan.contains(index), "\(statement):\n\(plan)")
    }
  }

  /// 20,000 cases with two notes each; few cases are open.
  private static let manyCases = """
    INSERT INTO repair_case (number, received_at, kind, category, project, building, unit, building_part, state,
        responsible, trade, round, verified_at, assigned_at, replied_at, handled_at, evaluated_at, closed_at, outcome,
        version, grade, next_due_at, course, follow_up_due_at)
      SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), now(), 'complaint', 'engineering-quality', 'CLX', '3', '1201',
        'heating', CASE WHEN n % 50 = 0 THEN 'assigned' ELSE 'closed' END, 'project-department', 'heating', 1, now(),
        now(), now(), ended, ended, ended, CASE WHEN ended IS NOT NULL THEN 'satisfied' END, 5, 'general',
        CASE WHEN n % 500 = 0 THEN now() - interval '1 day' WHEN n % 50 = 0 THEN now() + interval '9 days' END, '{}',
        CASE WHEN n % 500 = 0 THEN now() - interval '1 day' WHEN n % 50 = 0 THEN now() + interval '5 days' END
      FROM generate_series(1, 20000) n, LATERAL (SELECT CASE WHEN n % 50 <> 0 THEN now() END AS ended) AS end_of_case;
    INSERT INTO case_note SELECT number, now(), action, 'li.na', '周六上午查勘'
      FROM repair_case, (VALUES ('assignment'), ('reply')) AS done (action);
    ANALYZE;
    """
}
