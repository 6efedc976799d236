import CallbackDomain
import DurableMessaging
import Foundation
import Messages
import Policy
import Postgres

/// All callbacks of some complaints. Runs after ``LockComplaints``.
struct CallbacksOfComplaints: PreparedStatement {
  static let sql = "SELECT \(CallbackColumns.list) FROM callback WHERE complaint = ANY($1)"
  let complaints: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaints.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Callback {
    try CallbackColumns.decode(row)
  }
}

struct FindCallback: PreparedStatement {
  static let sql = "SELECT \(CallbackColumns.list) FROM callback WHERE number = $1"
  let number: CallbackNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Callback {
    try CallbackColumns.decode(row)
  }
}

/// A page of the callbacks in these states, by number. For all states, or for those that are done: nearly all of them are.
struct ListCallbacks: PreparedStatement {
  static let sql = """
    SELECT \(CallbackColumns.list) FROM callback
    WHERE state = ANY($1) AND kind = ANY($2) AND number > $3
      AND ($5::text[] IS NULL OR split_part(number, '-', 1) = ANY($5))
    ORDER BY number LIMIT $4
    """
  let states: [Callback.State]
  let kinds: [CallbackKind]
  /// nil for all.
  let projects: [String]?
  /// The last number of the page before; empty for the first page.
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.states.map(\.rawValue))
    bindings.append(self.kinds.map(\.rawValue))
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Callback {
    try CallbackColumns.decode(row)
  }
}

/// A page of the callbacks in one state other than done, by number. The state that is said twice lets the planner use the
/// index without those that are done, whatever `$1` is.
struct ListOpenCallbacks: PreparedStatement {
  static let sql = """
    SELECT \(CallbackColumns.list) FROM callback
    WHERE state = $1 AND state <> 'done' AND kind = ANY($2) AND number > $3
      AND ($5::text[] IS NULL OR split_part(number, '-', 1) = ANY($5))
    ORDER BY number LIMIT $4
    """
  let state: Callback.State
  let kinds: [CallbackKind]
  /// nil for all.
  let projects: [String]?
  let after: String
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.state.rawValue)
    bindings.append(self.kinds.map(\.rawValue))
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
    bindings.append(self.projects)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Callback {
    try CallbackColumns.decode(row)
  }
}

struct InsertCallbacks: PreparedStatement {
  static let sql = """
    INSERT INTO callback (number, complaint, kind, round, state, callable_from, due_at, scheduled_at, handled_by,
      policy_profile, policy_version, satisfied_from, refused_by, refused_at)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::timestamptz[],
      $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[], $11::int[], $12::smallint[], $13::text[],
      $14::timestamptz[])
    """
  let callbacks: [Callback]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.callbacks.map(\.number.text))
    bindings.append(self.callbacks.map(\.number.complaint.text))
    bindings.append(self.callbacks.map(\.kind.rawValue))
    bindings.append(self.callbacks.map { Int32($0.number.round) })
    bindings.append(self.callbacks.map(\.state.rawValue))
    bindings.append(self.callbacks.map(\.from))
    bindings.append(self.callbacks.map(\.dueAt))
    bindings.append(self.callbacks.map(\.scheduledAt))
    bindings.append(self.callbacks.map(\.handledBy))
    bindings.append(self.callbacks.map(\.policy.profile))
    bindings.append(self.callbacks.map { Int32($0.policy.version) })
    bindings.append(self.callbacks.map { Int16($0.satisfiedFromScore) })
    bindings.append(self.callbacks.map(\.refusal?.by))
    bindings.append(self.callbacks.map(\.refusal?.refusedAt))
  }
}

/// Writes the course of callbacks; when they were scheduled, and for when, never changes.
struct UpdateCallbacks: PreparedStatement {
  static let sql = """
    UPDATE callback SET state = changed.state, quality = changed.quality, speed = changed.speed,
      staff = changed.staff, remark = changed.remark, answered_by = changed.answered_by,
      answered_at = changed.answered_at, attempts = changed.attempts, last_attempted_at = changed.last_attempted_at,
      refused_by = changed.refused_by, refused_at = changed.refused_at
    FROM unnest($1::text[], $2::text[], $3::smallint[], $4::smallint[], $5::smallint[], $6::text[], $7::text[],
      $8::timestamptz[], $9::smallint[], $10::timestamptz[], $11::text[], $12::timestamptz[])
      AS changed (number, state, quality, speed, staff, remark, answered_by, answered_at, attempts, last_attempted_at,
        refused_by, refused_at)
    WHERE callback.number = changed.number
    """
  let callbacks: [Callback]

  func bind(_ bindings: inout Bindings) {
    let scores = self.callbacks.map(\.answer?.scores)
    bindings.append(self.callbacks.map(\.number.text))
    bindings.append(self.callbacks.map(\.state.rawValue))
    bindings.append(scores.map { $0.map { Int16($0.quality) } })
    bindings.append(scores.map { $0.map { Int16($0.speed) } })
    bindings.append(scores.map { $0.map { Int16($0.staff) } })
    bindings.append(self.callbacks.map { $0.answer?.remark })
    bindings.append(self.callbacks.map(\.answer?.by))
    bindings.append(self.callbacks.map(\.answer?.answeredAt))
    bindings.append(self.callbacks.map { Int16($0.attempts) })
    bindings.append(self.callbacks.map(\.lastAttemptedAt))
    bindings.append(self.callbacks.map(\.refusal?.by))
    bindings.append(self.callbacks.map(\.refusal?.refusedAt))
  }
}
