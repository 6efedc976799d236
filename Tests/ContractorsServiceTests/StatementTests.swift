import ContractorsDomain
import Messages
import Postgres
import ServiceTestSupport
import TestSupport
import Testing

@testable import ContractorsService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  @Test func everyStatementRuns() async throws {
    let contractor = Contractor(
      code: try #require(ContractorCode("WX-01")), name: "东方", trades: [.heating], brokerUser: "contractor-1")
    let order = RepairOrderNumber(
      complaint: ComplaintNumber(project: try #require(ProjectCode("CLX")), year: 2023, serial: 1), serial: 1)
    let statements: [any PreparedStatement] = [
      LockRegister(),
      LoadProjects(codes: [], worksNumbers: []),
      InsertProjects(projects: []),
      WriteCompanies(projects: []),
      LockOrders(numbers: [order], commissions: []),
      LockWaitingOrders(trades: [.heating]),
      FindOrder(number: order),
      ListOrders(states: [.closed], projects: ["CLX"], after: "", limit: 1),
      ListOpenOrders(state: .created, projects: nil, after: "", limit: 1),
      InsertOrders(orders: []),
      UpdateOrders(orders: []),
      LoadSeries(),
      WriteSeries(series: []),
      InsertCommissions(letters: []),
      ListContractors(),
      ContractorsOfBrokerUsers(users: []),
      WriteContractor(contractor: contractor),
      KnownReports(keys: []),
      InsertReports(reports: []),
      Anonymise(orders: [order]),
    ]
    let schema = try await MigratedSchema(of: ContractorsDefinition.self)
    try await schema.run(statements)
    #expect(Set(statements.map { "\(type(of: $0))" }) == (try schema.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    let schema = try await MigratedSchema(of: ContractorsDefinition.self)
    try await schema.sql(Self.manyOrders)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (LockOrders.self, "'{CLX-2023-000042-R1}', '{COBZS001/WXWT00042}'", "repair_order_commission_key"),
      (ListOrders.self, "'{closed}', 'CLX-2023-000042-R1', 100, NULL", "repair_order_pkey"),
      (LockWaitingOrders.self, "'{heating}'", "repair_order_waiting_idx"),
      (ListOpenOrders.self, "'created', 'CLX-2023-000042-R1', 100, NULL", "repair_order_state_idx"),
      (ListContractors.self, "", "repair_order_open_idx"),
      (KnownReports.self, "'{/contractor-1}', '{WX-42}'", "completion_report_pkey"),
    ]
    for (statement, arguments, index) in plans {
      let plan = try await schema.plan(of: statement, arguments)
      #expect(plan.contains(index), "\(statement):\n\(plan)")
    }
  }

  /// 20,000 orders, of which few are open, as in a register of some years.
  private static let manyOrders = """
    INSERT INTO project VALUES ('CLX', 1);
    INSERT INTO contractor (code, name, trades, broker_user)
      SELECT 'WX-' || n, 'WX', '{heating}', 'contractor-' || n FROM generate_series(1, 20) n;
    INSERT INTO repair_order (number, project, building, unit, building_part, trade, requested_at, state, round,
        reworks, version)
      SELECT 'CLX-2023-' || lpad(n::text, 6, '0') || '-R1', 'CLX', '3', '1201', 'heating', 'heating', now(),
        'created', 1, 0, 0
      FROM generate_series(1, 20000) n;
    INSERT INTO commission
      SELECT 'COBZS001/WXWT' || lpad(n::text, 5, '0'), 'CLX', n, 'CLX-2023-' || lpad(n::text, 6, '0') || '-R1',
        'WX-' || (n % 20 + 1), 3, now()
      FROM generate_series(1, 19500) n;
    UPDATE repair_order SET
        state = CASE WHEN commission.serial % 50 = 0 THEN 'commissioned' ELSE 'closed' END, judgement = 'developer-gap',
        finding = '', surveyed_by = '', surveyed_at = now(), commission = commission.number,
        contractor = commission.contractor,
        completed_at = CASE WHEN commission.serial % 50 = 0 THEN NULL ELSE now() END,
        accepted_by = CASE WHEN commission.serial % 50 = 0 THEN NULL ELSE '' END,
        accepted_at = CASE WHEN commission.serial % 50 = 0 THEN NULL ELSE now() END,
        signed_at = CASE WHEN commission.serial % 50 = 0 THEN NULL ELSE now() END,
        closed_at = CASE WHEN commission.serial % 50 = 0 THEN NULL ELSE now() END
      FROM commission WHERE commission.repair_order = repair_order.number;
    UPDATE repair_order SET state = 'judged', judgement = 'developer-gap', finding = '', surveyed_by = '',
        surveyed_at = now()
      WHERE state = 'created' AND number LIKE '%7-R1';
    INSERT INTO completion_report
      SELECT '/contractor-' || (serial % 4), 'WX-' || serial, number, now(), NULL, now() FROM commission;
    ANALYZE;
    """
}
