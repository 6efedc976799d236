import ContractorsDomain
import DurableMessaging
import Messages
import Postgres

/// Loads the orders of a batch, by number or by the commission that a completion names, and locks them in the order of
/// their numbers.
struct LockOrders: PreparedStatement {
  static let sql = """
    SELECT \(RepairOrderColumns.list) FROM \(RepairOrderColumns.table)
    WHERE repair_order.number = ANY($1) OR repair_order.commission = ANY($2)
    ORDER BY repair_order.number FOR UPDATE OF repair_order
    """
  let numbers: [RepairOrderNumber]
  let commissions: [CommissionNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
    bindings.append(self.commissions.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    try RepairOrderColumns.decode(row)
  }
}

/// Loads and locks the judged orders for which nobody of these trades was listed.
struct LockWaitingOrders: PreparedStatement {
  static let sql = """
    SELECT \(RepairOrderColumns.list) FROM \(RepairOrderColumns.table)
    WHERE state = 'judged' AND trade = ANY($1) ORDER BY repair_order.number FOR UPDATE OF repair_order
    """
  let trades: [Trade]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.trades.map(\.rawValue))
  }

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    try RepairOrderColumns.decode(row)
  }
}

struct FindOrder: PreparedStatement {
  static let sql = """
    SELECT \(RepairOrderColumns.list) FROM \(RepairOrderColumns.table) WHERE repair_order.number = $1
    """
  let number: RepairOrderNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    try RepairOrderColumns.decode(row)
  }
}

/// A page of the orders in these states, by number. For all states, or for closed orders: nearly all of them are.
struct ListOrders: PreparedStatement {
  static let sql = """
    SELECT \(RepairOrderColumns.list) FROM \(RepairOrderColumns.table)
    WHERE state = ANY($1) AND repair_order.number > $2 AND ($4::text[] IS NULL OR repair_order.project = ANY($4))
    ORDER BY repair_order.number LIMIT $3
    """
  let states: [RepairOrder.State]
  /// nil for all.
  let projects: [String]?
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.states.map(\.rawValue))
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    try RepairOrderColumns.decode(row)
  }
}

/// A page of the orders in one state other than closed, by number. The state that is said twice lets the planner use the
/// index without the closed orders, whatever `$1` is.
struct ListOpenOrders: PreparedStatement {
  static let sql = """
    SELECT \(RepairOrderColumns.list) FROM \(RepairOrderColumns.table)
    WHERE state = $1 AND state <> 'closed' AND repair_order.number > $2
      AND ($4::text[] IS NULL OR repair_order.project = ANY($4))
    ORDER BY repair_order.number LIMIT $3
    """
  let state: RepairOrder.State
  /// nil for all.
  let projects: [String]?
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.state.rawValue)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> RepairOrder {
    try RepairOrderColumns.decode(row)
  }
}
