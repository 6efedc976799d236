import Messages
import Postgres

/// Takes away the home that orders were about and what people have said of them. Runs after everything else that is
/// written about them.
struct Anonymise: PreparedStatement {
  static let sql = """
    WITH ended AS (SELECT unnest($1::text[]) AS number),
    reports AS (
      UPDATE completion_report SET report = NULL FROM ended JOIN commission ON commission.repair_order = ended.number
      WHERE completion_report.commission = commission.number)
    UPDATE repair_order SET unit = '', location = NULL, owner_opinion = NULL, rework_reason = NULL,
      finding = CASE WHEN finding IS NOT NULL THEN '' END
    FROM ended WHERE repair_order.number = ended.number
    """
  let orders: [RepairOrderNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.orders.map(\.text)) }
}
