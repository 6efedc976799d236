import ContractorsDomain
import DurableMessaging
import Messages
import Postgres

/// Lets one transaction at a time award or list: "fewest orders in hand" is a question about all orders, and an order
/// judged while its contractor is being listed must not be overlooked by both. Reading the register goes on.
///
/// Always the first lock of its transaction.
struct LockRegister: PreparedStatement {
  static let sql = "LOCK TABLE contractor IN SHARE ROW EXCLUSIVE MODE"
}

/// The whole register with the orders that each contractor has in hand; there are tens of contractors.
struct ListContractors: PreparedStatement {
  static let sql = """
    SELECT code, name, trades, broker_user, (
      SELECT count(*) FROM repair_order
      WHERE repair_order.contractor = contractor.code
        AND repair_order.state IN ('commissioned', 'in-work', 'work-done', 'accepted'))
    FROM contractor ORDER BY code
    """

  static func decode(_ row: Row) throws(PostgresError) -> ContractorRegister.Entry {
    var columns = row.columns()
    return ContractorRegister.Entry(
      contractor: try columns.contractor(), openOrders: Int(try columns.next(Int64.self)))
  }
}

/// Who the senders of completions are.
struct ContractorsOfBrokerUsers: PreparedStatement {
  static let sql = "SELECT code, name, trades, broker_user FROM contractor WHERE broker_user = ANY($1)"
  let users: [String]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.users)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Contractor {
    var columns = row.columns()
    return try columns.contractor()
  }
}

struct WriteContractor: PreparedStatement {
  static let sql = """
    INSERT INTO contractor (code, name, trades, broker_user) VALUES ($1, $2, $3, $4)
    ON CONFLICT (code) DO UPDATE
      SET name = EXCLUDED.name, trades = EXCLUDED.trades, broker_user = EXCLUDED.broker_user
    """
  let contractor: Contractor

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.contractor.code.text)
    bindings.append(self.contractor.name)
    bindings.append(self.contractor.trades.map(\.rawValue).sorted())
    bindings.append(self.contractor.brokerUser)
  }
}

extension Columns {
  fileprivate mutating func contractor() throws(PostgresError) -> Contractor {
    Contractor(
      code: try self.identifier(), name: try self.next(),
      trades: Set(try self.next([String].self).map { Trade(rawValue: $0) }), brokerUser: try self.next())
  }
}
