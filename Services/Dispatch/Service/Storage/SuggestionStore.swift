import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres

/// The columns of a suggestion in the order in which every statement reads them.
private enum SuggestionColumns {
  static let list = """
    number, received_at, state, first_answer, first_answered_by, first_answered_at, reason, reason_by, reason_at,
    decided_at, due_at, outcome, outcome_by, outcome_at, converted_to, closed_at, revision, version
    """

  /// Without its consultations, which are rows of their own.
  static func decode(_ row: Row) throws(PostgresError) -> Suggestion {
    var columns = row.columns()
    return Suggestion(
      number: try columns.identifier(), receivedAt: try columns.next(), state: try Self.state(columns.next()),
      firstAnswer: try columns.statement(), reason: try columns.statement(), decidedAt: try columns.next(),
      dueAt: try columns.next(), outcome: try columns.statement(), convertedTo: try columns.optionalIdentifier(),
      closedAt: try columns.next(), revision: try columns.next(), version: try columns.next())
  }

  private static func state(_ text: String) throws(PostgresError) -> Suggestion.State {
    guard let state = Suggestion.State(rawValue: text) else {
      throw PostgresError(.decoding, detail: "no such suggestion state")
    }
    return state
  }
}

extension Columns {
  /// Text, person and time; nil where nothing was said.
  fileprivate mutating func statement() throws(PostgresError) -> Suggestion.Statement? {
    let (text, by, at): (String?, String?, Date?) = (try self.next(), try self.next(), try self.next())
    guard let text, let by, let at else { return nil }
    return Suggestion.Statement(text: text, by: by, at: at)
  }
}

/// Loads the suggestions of a batch and locks them, in the order of their numbers.
struct LockSuggestions: PreparedStatement {
  static let sql = "SELECT \(SuggestionColumns.list) FROM suggestion WHERE number = ANY($1) ORDER BY number FOR UPDATE"
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Suggestion {
    try SuggestionColumns.decode(row)
  }
}

struct FindSuggestion: PreparedStatement {
  static let sql = "SELECT \(SuggestionColumns.list) FROM suggestion WHERE number = $1"
  let number: ComplaintNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Suggestion {
    try SuggestionColumns.decode(row)
  }
}

/// A page of the suggestions in one state.
struct ListSuggestions: PreparedStatement {
  static let sql = """
    SELECT \(SuggestionColumns.list) FROM suggestion
    WHERE state = $1 AND state NOT IN ('closed', 'converted') AND number > $2 AND ($4::text[] IS NULL OR project = ANY($4))
    ORDER BY number LIMIT $3
    """
  let state: Suggestion.State
  /// nil for all.
  let projects: [String]?
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.state.rawValue)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Suggestion {
    try SuggestionColumns.decode(row)
  }
}

/// What departments were asked about the suggestions, in the order in which they were asked. Runs after
/// `LockSuggestions`, so that it sees what the batch before has committed.
struct ConsultationsOfSuggestions: PreparedStatement {
  static let sql = """
    SELECT number, department, question, asked_by, asked_at, opinion, answered_by, answered_at, consents
    FROM suggestion_consultation WHERE number = ANY($1) ORDER BY number, asked_at, department
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (
    number: ComplaintNumber, consultation: Suggestion.Consultation
  ) {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let department: ResponsibleUnit = try columns.term()
    let question = Suggestion.Statement(text: try columns.next(), by: try columns.next(), at: try columns.next())
    let opinion = try columns.statement()
    return (
      number,
      Suggestion.Consultation(
        department: department, question: question, opinion: opinion, consents: try columns.next())
    )
  }
}

/// Writes new suggestions and what has changed in known ones.
struct WriteSuggestions: PreparedStatement {
  static let sql = """
    INSERT INTO suggestion (\(SuggestionColumns.list), departments_asked, departments_agreed)
    SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
      $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[],
      $14::timestamptz[], $15::text[], $16::timestamptz[], $17::bigint[], $18::bigint[], $19::int[], $20::int[])
    ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state, first_answer = EXCLUDED.first_answer,
      first_answered_by = EXCLUDED.first_answered_by, first_answered_at = EXCLUDED.first_answered_at,
      reason = EXCLUDED.reason, reason_by = EXCLUDED.reason_by, reason_at = EXCLUDED.reason_at,
      decided_at = EXCLUDED.decided_at, due_at = EXCLUDED.due_at, outcome = EXCLUDED.outcome,
      outcome_by = EXCLUDED.outcome_by, outcome_at = EXCLUDED.outcome_at, converted_to = EXCLUDED.converted_to,
      closed_at = EXCLUDED.closed_at, revision = EXCLUDED.revision, version = EXCLUDED.version,
      departments_asked = EXCLUDED.departments_asked, departments_agreed = EXCLUDED.departments_agreed
    """
  let suggestions: [Suggestion]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.suggestions.map(\.number.text))
    bindings.append(self.suggestions.map(\.receivedAt))
    bindings.append(self.suggestions.map(\.state.rawValue))
    Self.bind(self.suggestions.map(\.firstAnswer), &bindings)
    Self.bind(self.suggestions.map(\.reason), &bindings)
    bindings.append(self.suggestions.map(\.decidedAt))
    bindings.append(self.suggestions.map(\.dueAt))
    Self.bind(self.suggestions.map(\.outcome), &bindings)
    bindings.append(self.suggestions.map(\.convertedTo?.text))
    bindings.append(self.suggestions.map(\.closedAt))
    bindings.append(self.suggestions.map(\.revision))
    bindings.append(self.suggestions.map(\.version))
    bindings.append(self.suggestions.map { Int32($0.consultations.count) })
    bindings.append(self.suggestions.map { Int32($0.consultations.count { $0.consents == true }) })
  }

  private static func bind(_ statements: [Suggestion.Statement?], _ bindings: inout Bindings) {
    bindings.append(statements.map { $0?.text })
    bindings.append(statements.map { $0?.by })
    bindings.append(statements.map { $0?.at })
  }
}

/// Writes what departments were asked and what they say; a department may think again until it is decided.
struct WriteConsultations: PreparedStatement {
  static let sql = """
    INSERT INTO suggestion_consultation (number, department, question, asked_by, asked_at, consents, opinion,
      answered_by, answered_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[], $7::text[],
      $8::text[], $9::timestamptz[])
    ON CONFLICT (number, department) DO UPDATE SET consents = EXCLUDED.consents, opinion = EXCLUDED.opinion,
      answered_by = EXCLUDED.answered_by, answered_at = EXCLUDED.answered_at
    """
  let consultations: [(number: ComplaintNumber, consultation: Suggestion.Consultation)]

  func bind(_ bindings: inout Bindings) {
    let all = self.consultations.map(\.consultation)
    bindings.append(self.consultations.map(\.number.text))
    bindings.append(all.map(\.department.rawValue))
    bindings.append(all.map(\.question.text))
    bindings.append(all.map(\.question.by))
    bindings.append(all.map(\.question.at))
    bindings.append(all.map(\.consents))
    bindings.append(all.map(\.opinion?.text))
    bindings.append(all.map(\.opinion?.by))
    bindings.append(all.map(\.opinion?.at))
  }
}
