import CallbackDomain
import DurableMessaging
import Messages
import Postgres

/// Locks the complaints of a batch in the order of their numbers.
struct LockComplaints: PreparedStatement {
  static let sql = "SELECT number, version FROM complaint WHERE number = ANY($1) ORDER BY number FOR UPDATE"
  let complaints: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (ComplaintNumber, Int64) {
    var columns = row.columns()
    return (try columns.identifier(), try columns.next())
  }
}

/// Writes complaints that had no callback. Without ON CONFLICT: nobody can lock a row before it exists, and of two batches
/// that begin with the same complaint the second must read what the first did and decide anew.
struct InsertComplaints: PreparedStatement {
  static let sql = "INSERT INTO complaint (number, version) SELECT * FROM unnest($1::text[], $2::bigint[])"
  let complaints: [ComplaintCallbacks]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.complaint.text))
    bindings.append(self.complaints.map(\.version))
  }
}

struct UpdateComplaints: PreparedStatement {
  static let sql = """
    UPDATE complaint SET version = changed.version
    FROM unnest($1::text[], $2::bigint[]) AS changed (number, version) WHERE complaint.number = changed.number
    """
  let complaints: [ComplaintCallbacks]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.complaint.text))
    bindings.append(self.complaints.map(\.version))
  }
}
