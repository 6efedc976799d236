import Messages
import Postgres

/// Takes away where people live and what was written about them, in cases and suggestions whose time has passed. What
/// the staff decided, and when, stays: the figures of past years do not change.
struct Anonymise: PreparedStatement {
  static let sql = """
    WITH ended AS (SELECT unnest($1::text[]) AS number),
    homes AS (UPDATE repair_case SET unit = '', location = NULL FROM ended WHERE repair_case.number = ended.number),
    notes AS (UPDATE case_note SET text = NULL FROM ended WHERE case_note.number = ended.number),
    judgements AS (UPDATE judgement SET reason = '' FROM ended WHERE judgement.complaint = ended.number),
    sheets AS (
      UPDATE contact_sheet SET subject = '', content = '', reply = CASE WHEN reply IS NOT NULL THEN '' END
      FROM ended WHERE contact_sheet.complaint = ended.number)
    UPDATE letter SET subject = '', body = '', receipt = CASE WHEN receipt IS NOT NULL THEN '' END, proof = NULL
    FROM ended WHERE letter.complaint = ended.number
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.numbers.map(\.text)) }
}
