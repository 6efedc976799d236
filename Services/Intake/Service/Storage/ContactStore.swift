import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// Writes down who looks, and shows what he looks at: the one is not to be had without the other.
struct ReadContact: PreparedStatement {
  static let sql = """
    WITH shown AS (SELECT number, surname, telephone, access_times FROM complaint WHERE number = $1),
      noted AS (INSERT INTO personal_data_read (kind, project, complaint, person, reason, read_at)
        SELECT 'contact', split_part(number, '-', 1), number, $2, $3, $4 FROM shown)
    SELECT * FROM shown
    """
  let number: ComplaintNumber
  let person: String
  let reason: ReadReason
  let now: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(self.person)
    bindings.append(self.reason.rawValue)
    bindings.append(self.now)
  }

  static func decode(_ row: Row) throws(PostgresError) -> ContactView {
    var columns = row.columns()
    return ContactView(
      number: try columns.identifier(), surname: try columns.next(), telephone: try columns.next(),
      accessTimes: try columns.next(JSONB?.self).map(ComplaintColumns.texts))
  }
}
