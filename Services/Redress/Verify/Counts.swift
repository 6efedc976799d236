import Postgres

/// How much was looked at, so that "nothing found" can be told from "nothing there".
struct Counts: Sendable, Encodable, Equatable {
  var complaints = 0
  var cases = 0
  var closed = 0
  var repairOrders = 0
  var commissions = 0
  var callbacks = 0
  var events = 0

  struct Statement: PreparedStatement {
    static let sql = """
      SELECT (SELECT count(*) FROM intake.complaint), (SELECT count(*) FROM dispatch.repair_case),
        (SELECT count(*) FROM dispatch.repair_case WHERE closed_at IS NOT NULL),
        (SELECT count(*) FROM contractors.repair_order), (SELECT count(*) FROM contractors.commission),
        (SELECT count(*) FROM callback.callback), (SELECT count(*) FROM reporting.event)
      """

    static func decode(_ row: Row) throws(PostgresError) -> Counts {
      var columns = row.columns()
      return Counts(
        complaints: try columns.next(), cases: try columns.next(), closed: try columns.next(),
        repairOrders: try columns.next(), commissions: try columns.next(), callbacks: try columns.next(),
        events: try columns.next())
    }
  }

  var text: String {
    "\(self.complaints) complaints, \(self.cases) cases (\(self.closed) closed), \(self.repairOrders) repair orders, "
      + "\(self.commissions) commissions, \(self.callbacks) callbacks, \(self.events) events"
  }
}
