import CallbackDomain
import DurableMessaging
import Foundation
import Messages
import Policy
import Postgres

/// The columns of a callback in the order in which every statement reads them.
enum CallbackColumns {
  static let list = """
    number, callable_from, due_at, scheduled_at, handled_by, policy_profile, policy_version, satisfied_from, state,
    attempts, last_attempted_at, quality, speed, staff, remark, answered_by, answered_at,
    refused_by, refused_at
    """

  static func decode(_ row: Row) throws(PostgresError) -> Callback {
    var columns = row.columns()
    return Callback(
      number: try columns.identifier(), from: try columns.next(), dueAt: try columns.next(),
      scheduledAt: try columns.next(), handledBy: try columns.next(),
      policy: PolicyReference(profile: try columns.next(), version: Int(try columns.next(Int32.self))),
      satisfiedFromScore: Int(try columns.next(Int16.self)), state: try Self.state(columns.next()),
      attempts: Int(try columns.next(Int16.self)), lastAttemptedAt: try columns.next(),
      answer: try Self.answer(&columns), refusal: try Self.refusal(&columns))
  }

  private static func state(_ text: String) throws(PostgresError) -> Callback.State {
    guard let state = Callback.State(rawValue: text) else {
      throw PostgresError(.decoding, detail: "no such state of a callback")
    }
    return state
  }

  private static func refusal(_ columns: inout Columns) throws(PostgresError) -> Refusal? {
    let by: String? = try columns.next()
    let refusedAt: Date? = try columns.next()
    guard let by, let refusedAt else { return nil }
    return Refusal(by: by, refusedAt: refusedAt)
  }

  private static func answer(_ columns: inout Columns) throws(PostgresError) -> Answer? {
    let quality: Int16? = try columns.next()
    let speed: Int16? = try columns.next()
    let staff: Int16? = try columns.next()
    let remark: String? = try columns.next()
    let by: String? = try columns.next()
    let answeredAt: Date? = try columns.next()
    guard let quality, let speed, let staff, let by, let answeredAt else { return nil }
    guard let scores = Scores(quality: Int(quality), speed: Int(speed), staff: Int(staff)) else {
      throw PostgresError(.decoding, detail: "a score is not from 1 to 5")
    }
    return Answer(scores: scores, remark: remark, by: by, answeredAt: answeredAt)
  }
}
