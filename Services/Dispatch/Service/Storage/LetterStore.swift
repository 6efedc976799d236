import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a letter in the order in which every statement reads them.
private enum LetterColumns {
  static let list = """
    number, complaint, kind, is_legal, subject, body, reply_by, contact, state, drafted_by, drafted_at, lawyer,
    cleared_at, approved_by, approved_at, method, proof, dispatched_by, dispatched_at, receipt, received_by,
    received_at, revision, mail_attempts, mail_failure, mail_may_come_twice
    """

  static func decode(_ row: Row) throws(PostgresError) -> Letter {
    var columns = row.columns()
    let number: FormNumber = try columns.identifier()
    let complaint: ComplaintNumber = try columns.identifier()
    let kind: LetterKind = try columns.term()
    let isLegal: Bool = try columns.next()
    let content = Letter.Content(
      subject: try columns.next(), body: try columns.next(), replyBy: try columns.next(), contact: try columns.next())
    guard let state = Letter.State(rawValue: try columns.next()) else {
      throw PostgresError(.decoding, detail: "no such letter state")
    }
    let drafted = Letter.Mark(by: try columns.next(), at: try columns.next())
    let (lawyer, approved) = (try Self.mark(&columns), try Self.mark(&columns))
    let (method, proof): (DispatchMethod?, String?) = (try columns.optionalTerm(), try columns.next())
    let dispatched = try Self.mark(&columns)
    let dispatch = method.flatMap { method in
      dispatched.map { Letter.Dispatch(method: method, proof: proof, mark: $0) }
    }
    let (receipt, received): (String?, Letter.Mark?) = (try columns.next(), try Self.mark(&columns))
    let revision: Int64 = try columns.next()
    return Letter(
      number: number, complaint: complaint, kind: kind, isLegal: isLegal, content: content, state: state,
      drafted: drafted, lawyer: lawyer, approved: approved, dispatch: dispatch, receipt: receipt, received: received,
      mailing: try Self.mailing(&columns), revision: revision)
  }

  private static func mailing(_ columns: inout Columns) throws(PostgresError) -> Letter.Mailing? {
    let (attempts, failure): (Int32?, String?) = (try columns.next(), try columns.next())
    let mayComeTwice: Bool? = try columns.next()
    return attempts.map {
      Letter.Mailing(attempts: Int($0), failure: failure, mayComeTwice: mayComeTwice ?? false)
    }
  }

  /// The rows that `bind` gives: the list, and the three parts of the number.
  static let unnest = """
    unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::timestamptz[], $14::text[], $15::timestamptz[],
      $16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::text[], $21::text[], $22::timestamptz[],
      $23::bigint[], $24::int[], $25::text[], $26::boolean[], $27::text[], $28::int[], $29::int[])
    """

  static func bind(_ letters: [Letter], _ bindings: inout Bindings) {
    bindings.append(letters.map(\.number.text))
    bindings.append(letters.map(\.complaint.text))
    bindings.append(letters.map(\.kind.rawValue))
    bindings.append(letters.map(\.isLegal))
    bindings.append(letters.map(\.content.subject))
    bindings.append(letters.map(\.content.body))
    bindings.append(letters.map(\.content.replyBy))
    bindings.append(letters.map(\.content.contact))
    bindings.append(letters.map(\.state.rawValue))
    bindings.append(letters.map(\.drafted.by))
    bindings.append(letters.map(\.drafted.at))
    Self.bind(letters.map(\.lawyer), &bindings)
    Self.bind(letters.map(\.approved), &bindings)
    bindings.append(letters.map(\.dispatch?.method.rawValue))
    bindings.append(letters.map { $0.dispatch?.proof })
    Self.bind(letters.map(\.dispatch?.mark), &bindings)
    bindings.append(letters.map(\.receipt))
    Self.bind(letters.map(\.received), &bindings)
    bindings.append(letters.map(\.revision))
    bindings.append(letters.map { $0.mailing.map { Int32(clamping: $0.attempts) } })
    bindings.append(letters.map { $0.mailing?.failure })
    bindings.append(letters.map(\.mailing?.mayComeTwice))
    bindings.append(letters.map(\.number.series.project.text))
    bindings.append(letters.map { Int32($0.number.series.year) })
    bindings.append(letters.map { Int32($0.number.serial) })
  }

  private static func bind(_ marks: [Letter.Mark?], _ bindings: inout Bindings) {
    bindings.append(marks.map { $0?.by })
    bindings.append(marks.map { $0?.at })
  }

  private static func mark(_ columns: inout Columns) throws(PostgresError) -> Letter.Mark? {
    let (by, at): (String?, Date?) = (try columns.next(), try columns.next())
    guard let by, let at else { return nil }
    return Letter.Mark(by: by, at: at)
  }
}

/// Loads the letters of a batch and locks them, in the order of their numbers.
struct LockLetters: PreparedStatement {
  static let sql = "SELECT \(LetterColumns.list) FROM letter WHERE number = ANY($1) ORDER BY number FOR UPDATE"
  let numbers: [FormNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Letter {
    try LetterColumns.decode(row)
  }
}

struct FindLetter: PreparedStatement {
  static let sql = "SELECT \(LetterColumns.list) FROM letter WHERE number = $1"
  let number: FormNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Letter {
    try LetterColumns.decode(row)
  }
}

/// A page of the letters in one state: what waits for approval, dispatch or receipt.
struct ListLetters: PreparedStatement {
  static let sql = """
    SELECT \(LetterColumns.list) FROM letter
    WHERE state = $1 AND state NOT IN ('received', 'withdrawn') AND number > $2 AND ($4::text[] IS NULL OR project = ANY($4))
    ORDER BY number LIMIT $3
    """
  let state: Letter.State
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

  static func decode(_ row: Row) throws(PostgresError) -> Letter {
    try LetterColumns.decode(row)
  }
}

struct LettersOfComplaint: PreparedStatement {
  static let sql = "SELECT \(LetterColumns.list) FROM letter WHERE complaint = $1 ORDER BY number"
  let complaint: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaint.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Letter {
    try LetterColumns.decode(row)
  }
}

/// Which of these written complaints have their acknowledgement already.
struct AcknowledgedComplaints: PreparedStatement {
  static let sql = """
    SELECT complaint FROM letter WHERE complaint = ANY($1) AND kind = 'acknowledgement' AND state <> 'withdrawn'
    """
  let complaints: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ComplaintNumber {
    var columns = row.columns()
    return try columns.identifier()
  }
}

/// Writes new letters. A number that is taken is refused, never overwritten: whoever lost the race is tried again.
struct InsertLetters: PreparedStatement {
  static let sql = """
    INSERT INTO letter (\(LetterColumns.list), project, year, serial) SELECT * FROM \(LetterColumns.unnest)
    """
  let letters: [Letter]

  func bind(_ bindings: inout Bindings) {
    LetterColumns.bind(self.letters, &bindings)
  }
}

/// Writes what has changed in letters; a letter's number and what it is about never change.
struct UpdateLetters: PreparedStatement {
  static let sql = """
    UPDATE letter SET is_legal = told.is_legal, subject = told.subject, body = told.body, reply_by = told.reply_by,
      contact = told.contact, state = told.state, drafted_by = told.drafted_by, drafted_at = told.drafted_at,
      lawyer = told.lawyer, cleared_at = told.cleared_at, approved_by = told.approved_by,
      approved_at = told.approved_at, method = told.method, proof = told.proof, dispatched_by = told.dispatched_by,
      dispatched_at = told.dispatched_at, receipt = told.receipt, received_by = told.received_by,
      received_at = told.received_at, revision = told.revision, mail_attempts = told.mail_attempts,
      mail_failure = told.mail_failure, mail_may_come_twice = told.mail_may_come_twice
    FROM \(LetterColumns.unnest) AS told (\(LetterColumns.list), project, year, serial)
    WHERE letter.number = told.number
    """
  let letters: [Letter]

  func bind(_ bindings: inout Bindings) {
    LetterColumns.bind(self.letters, &bindings)
  }
}
