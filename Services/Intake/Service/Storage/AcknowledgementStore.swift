import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

struct InsertAcknowledgements: PreparedStatement {
  static let sql = """
    INSERT INTO acknowledgement (number, tried_at, means, is_reached, remark, account, post)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::bool[], $5::text[], $6::text[], $7::text[])
    """
  let tries: [Acknowledgement]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.tries.map(\.complaint.text))
    bindings.append(self.tries.map(\.triedAt))
    bindings.append(self.tries.map(\.means.rawValue))
    bindings.append(self.tries.map(\.isReached))
    bindings.append(self.tries.map(\.remark))
    bindings.append(self.tries.map(\.author.account))
    bindings.append(self.tries.map(\.author.post))
  }
}

/// The tries of one complaint, the oldest first.
struct FindAcknowledgements: PreparedStatement {
  static let sql = """
    SELECT number, means, is_reached, remark, tried_at, account, post
    FROM acknowledgement WHERE number = $1 ORDER BY id
    """
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Acknowledgement {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let means: Acknowledgement.Means = try columns.term()
    let isReached: Bool = try columns.next()
    let remark: String? = try columns.next()
    let triedAt: Date = try columns.next()
    return Acknowledgement(
      complaint: number, means: means, isReached: isReached, remark: remark,
      author: Author(account: try columns.next(), post: try columns.next()), triedAt: triedAt)
  }
}
