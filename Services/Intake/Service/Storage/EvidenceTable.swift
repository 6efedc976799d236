import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a file of evidence in the order in which every statement reads them.
private enum EvidenceColumns {
  static let list = """
    complaint, position, type, name, checksum, size, shown_checksum, shown_size, account, post, stored_at
    """
  static let all = "\(Self.list), removed_at"

  static func decode(_ row: Row) throws(PostgresError) -> Evidence {
    var columns = row.columns()
    let complaint: ComplaintNumber = try columns.identifier()
    let position = Int(try columns.next(Int32.self))
    let type: EvidenceType = try columns.term()
    let name: String? = try columns.next()
    let original = Evidence.File(checksum: try columns.next(), size: Int(try columns.next(Int64.self)))
    let shown = Evidence.File(checksum: try columns.next(), size: Int(try columns.next(Int64.self)))
    let author = Author(account: try columns.next(), post: try columns.next())
    return Evidence(
      complaint: complaint, position: position, type: type, name: name, original: original, shown: shown,
      author: author, storedAt: try columns.next(), removedAt: try columns.next())
  }
}

/// The evidence of complaints, the oldest first. Runs after `LockComplaints`, so that two files get two positions.
struct EvidenceOfComplaints: PreparedStatement {
  static let sql = """
    SELECT \(EvidenceColumns.all) FROM evidence WHERE complaint = ANY($1) ORDER BY complaint, position
    """
  let complaints: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.complaints.map(\.text)) }

  static func decode(_ row: Row) throws(PostgresError) -> Evidence { try EvidenceColumns.decode(row) }
}

struct InsertEvidence: PreparedStatement {
  static let sql = """
    INSERT INTO evidence (\(EvidenceColumns.list))
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
      $8::bigint[], $9::text[], $10::text[], $11::timestamptz[])
    """
  let evidence: [Evidence]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.evidence.map(\.complaint.text))
    bindings.append(self.evidence.map { Int32($0.position) })
    bindings.append(self.evidence.map(\.type.rawValue))
    bindings.append(self.evidence.map(\.name))
    bindings.append(self.evidence.map(\.original.checksum))
    bindings.append(self.evidence.map { Int64($0.original.size) })
    bindings.append(self.evidence.map(\.shown.checksum))
    bindings.append(self.evidence.map { Int64($0.shown.size) })
    bindings.append(self.evidence.map(\.author.account))
    bindings.append(self.evidence.map(\.author.post))
    bindings.append(self.evidence.map(\.storedAt))
  }
}
