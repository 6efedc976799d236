import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of an entry of the guide in the order in which every statement reads them.
private enum GuideColumns {
  static let list = """
    key, position, question, answer, question_english, answer_english, is_published, reviewed_at, account, post, version
    """

  static func decode(_ row: Row) throws(PostgresError) -> GuideEntry {
    var columns = row.columns()
    return GuideEntry(
      key: try columns.identifier(), position: Int(try columns.next(Int32.self)), chinese: try Self.text(&columns),
      english: try Self.text(&columns), isPublished: try columns.next(), reviewedAt: try columns.next(),
      author: Author(account: try columns.next(), post: try columns.next()), version: try columns.next())
  }

  private static func text(_ columns: inout Columns) throws(PostgresError) -> GuideEntry.Text {
    GuideEntry.Text(question: try columns.next(), answer: try columns.next())
  }
}

/// The whole guide, in the order of the page; there are tens of entries.
struct ListGuideEntries: PreparedStatement {
  static let sql = "SELECT \(GuideColumns.list) FROM guide_entry ORDER BY position, key"

  static func decode(_ row: Row) throws(PostgresError) -> GuideEntry { try GuideColumns.decode(row) }
}

struct LockGuideEntries: PreparedStatement {
  static let sql = "SELECT \(GuideColumns.list) FROM guide_entry WHERE key = ANY($1) ORDER BY key FOR NO KEY UPDATE"
  let keys: [GuideKey]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.keys.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> GuideEntry { try GuideColumns.decode(row) }
}

/// Without ON CONFLICT for a first version: of two people who write one new entry the second has to see the first one's.
struct InsertGuideEntry: PreparedStatement {
  static let sql = """
    INSERT INTO guide_entry (\(GuideColumns.list)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    """
  let entry: GuideEntry

  func bind(_ bindings: inout Bindings) { self.entry.bind(&bindings) }
}

struct UpdateGuideEntry: PreparedStatement {
  static let sql = """
    UPDATE guide_entry SET position = $2, question = $3, answer = $4, question_english = $5, answer_english = $6,
      is_published = $7, reviewed_at = $8, account = $9, post = $10, version = $11
    WHERE key = $1
    """
  let entry: GuideEntry

  func bind(_ bindings: inout Bindings) { self.entry.bind(&bindings) }
}

extension GuideEntry {
  fileprivate func bind(_ bindings: inout Bindings) {
    bindings.append(self.key.text)
    bindings.append(Int32(self.position))
    bindings.append(self.chinese.question)
    bindings.append(self.chinese.answer)
    bindings.append(self.english.question)
    bindings.append(self.english.answer)
    bindings.append(self.isPublished)
    bindings.append(self.reviewedAt)
    bindings.append(self.author.account)
    bindings.append(self.author.post)
    bindings.append(self.version)
  }
}
