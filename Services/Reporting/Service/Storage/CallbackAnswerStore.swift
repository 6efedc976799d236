import DurableMessaging
import Foundation
import Messages
import Postgres
import ReportingDomain

/// The closing callbacks of some cases.
struct CallbackAnswers: PreparedStatement {
  static let sql = "SELECT number, round, is_satisfied, answered_at FROM callback_answer WHERE number = ANY($1)"
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> (ComplaintNumber, Int, CaseRecord.Answer) {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let round = Int(try columns.next(Int32.self))
    return (number, round, CaseRecord.Answer(isSatisfied: try columns.next(), answeredAt: try columns.next()))
  }
}

struct WriteCallbackAnswers: PreparedStatement {
  static let sql = """
    INSERT INTO callback_answer (number, round, is_satisfied, answered_at)
    SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::timestamptz[])
    ON CONFLICT (number, round) DO NOTHING
    """
  let answers: [(number: ComplaintNumber, round: Int, answer: CaseRecord.Answer)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.answers.map(\.number.text))
    bindings.append(self.answers.map { Int32($0.round) })
    bindings.append(self.answers.map(\.answer.isSatisfied))
    bindings.append(self.answers.map(\.answer.answeredAt))
  }
}
