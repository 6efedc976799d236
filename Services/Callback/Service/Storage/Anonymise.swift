import Messages
import Postgres

/// Takes away what customers have remarked; their scores stay. Runs after everything else that is written about them.
struct Anonymise: PreparedStatement {
  static let sql = "UPDATE callback SET remark = NULL WHERE complaint = ANY($1) AND remark IS NOT NULL"
  let complaints: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.complaints.map(\.text)) }
}
