import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// Takes away who complained, where he lives and what he and others said of it. The sender's reference stays: the same
/// complaint, should it be sent once more, is still known.
struct AnonymiseComplaints: PreparedStatement {
  static let sql = """
    WITH ended AS (SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS ended (number, at)),
    changes AS (UPDATE complaint_change SET remark = NULL FROM ended WHERE complaint_change.number = ended.number),
    tries AS (UPDATE acknowledgement SET remark = NULL FROM ended WHERE acknowledgement.number = ended.number),
    drafts AS (UPDATE draft SET body = '{}' FROM ended WHERE draft.complaint = ended.number)
    UPDATE complaint SET surname = '', telephone = '', unit = '', location = NULL, content = '', access_times = NULL,
      receipt = receipt - 'externalIdentifier', anonymised_at = ended.at
    FROM ended WHERE complaint.number = ended.number
    """
  let numbers: [ComplaintNumber]
  let times: [Date]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
    bindings.append(self.times)
  }
}

/// The evidence of anonymised complaints is nobody's any more.
struct RemoveEvidence: PreparedStatement {
  static let sql = """
    UPDATE evidence SET name = NULL, removed_at = now() WHERE complaint = ANY($1) AND removed_at IS NULL
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.numbers.map(\.text)) }
}

/// The same for single recordings.
struct RemoveRecordings: PreparedStatement {
  static let sql = """
    UPDATE evidence SET name = NULL, removed_at = now() FROM unnest($1::text[], $2::int[]) AS ended (complaint, position)
    WHERE evidence.complaint = ended.complaint AND evidence.position = ended.position AND removed_at IS NULL
    """
  let recordings: [(number: ComplaintNumber, position: Int)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.recordings.map(\.number.text))
    bindings.append(self.recordings.map { Int32($0.position) })
  }
}

/// Of these files those that are being taken out of the store, or were within the last hour: who has just put one of them there
/// may have found it in time, and it is gone.
struct LeavingFiles: PreparedStatement {
  static let sql = """
    SELECT checksum FROM unnest($1::text[]) AS given (checksum)
    WHERE EXISTS (
      SELECT FROM evidence WHERE checksum = given.checksum AND removed_at IS NOT NULL
        AND (files_gone_at IS NULL OR files_gone_at > now() - interval '1 hour'))
    OR EXISTS (
      SELECT FROM evidence WHERE shown_checksum = given.checksum AND removed_at IS NOT NULL
        AND (files_gone_at IS NULL OR files_gone_at > now() - interval '1 hour'))
    """
  let checksums: [String]

  func bind(_ bindings: inout Bindings) { bindings.append(self.checksums) }

  static func decode(_ row: Row) throws(PostgresError) -> String {
    var columns = row.columns()
    return try columns.next()
  }
}

/// Evidence that is nobody's any more, and its files that no other evidence is made of.
struct RemovedEvidence: Sendable {
  let complaint: ComplaintNumber
  let position: Int
  let files: [String]
}

/// The next of which the files are still in the store. Not at once: whoever was adding the same file when it was removed has
/// noted it by then, so that it is seen here.
struct NextRemovedEvidence: PreparedStatement {
  static let sql = """
    SELECT complaint, position, ARRAY(
      SELECT DISTINCT file FROM unnest(ARRAY[removed.checksum, removed.shown_checksum]) AS file
      WHERE NOT EXISTS (SELECT FROM evidence WHERE checksum = file AND removed_at IS NULL)
        AND NOT EXISTS (SELECT FROM evidence WHERE shown_checksum = file AND removed_at IS NULL))
    FROM evidence AS removed
    WHERE removed_at IS NOT NULL AND files_gone_at IS NULL AND removed_at <= now() - $1 * interval '1 second'
    ORDER BY removed_at LIMIT 1
    """
  let graceSeconds: Int64

  func bind(_ bindings: inout Bindings) { bindings.append(self.graceSeconds) }

  static func decode(_ row: Row) throws(PostgresError) -> RemovedEvidence {
    var columns = row.columns()
    return RemovedEvidence(
      complaint: try columns.identifier(), position: Int(try columns.next(Int32.self)), files: try columns.next())
  }
}

struct NoteFilesGone: PreparedStatement {
  static let sql =
    "UPDATE evidence SET files_gone_at = now() WHERE complaint = $1 AND position = $2 AND files_gone_at IS NULL"
  let evidence: RemovedEvidence

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.evidence.complaint.text)
    bindings.append(Int32(self.evidence.position))
  }
}
