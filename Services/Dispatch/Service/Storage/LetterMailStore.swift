import DispatchDomain
import DurableMessaging
import Messages
import Postgres

/// A letter that is to be sent by e-mail, claimed by whoever reads this.
struct QueuedMail: Sendable {
  let number: FormNumber
  let address: EmailAddress
  /// With the one that begins now.
  let attempts: Int
  /// Of an earlier attempt it is not known whether the mail server has taken the mail.
  let mayComeTwice: Bool
}

/// The mails of a batch's letters: locked, so that nobody claims one that is given back meanwhile.
struct LockMails: PreparedStatement {
  static let sql = """
    SELECT number, attempts, is_claimed FROM letter_mail WHERE number = ANY($1) ORDER BY number FOR UPDATE
    """
  let numbers: [FormNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  /// - Returns: the attempt that somebody makes just now; nil where nobody has claimed the mail.
  static func decode(_ row: Row) throws(PostgresError) -> (number: FormNumber, claim: Int?) {
    var columns = row.columns()
    let number: FormNumber = try columns.identifier()
    let attempts = Int(try columns.next(Int32.self))
    return (number, try columns.next() ? attempts : nil)
  }
}

/// The decision to send a letter by e-mail, with the address; in the transaction of the decision. In a batch that has just
/// given the letter back, the mail before stands there still.
struct QueueMail: PreparedStatement {
  static let sql = """
    INSERT INTO letter_mail (number, address, may_come_twice) VALUES ($1, $2, $3)
    ON CONFLICT (number) DO UPDATE SET address = EXCLUDED.address, due_at = EXCLUDED.due_at, is_claimed = false,
      attempts = 0, may_come_twice = EXCLUDED.may_come_twice
    """
  let number: FormNumber
  let address: EmailAddress
  let mayComeTwice: Bool

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(self.address.text)
    bindings.append(self.mayComeTwice)
  }
}

/// Takes the mail that has waited longest, for whoever has asked alone. One that was claimed and never settled is taken again
/// when its claim has run out: whoever had it died, and perhaps after the mail server had taken the mail.
struct ClaimMail: PreparedStatement {
  static let sql = """
    UPDATE letter_mail SET attempts = attempts + 1, may_come_twice = may_come_twice OR is_claimed, is_claimed = true,
      due_at = now() + $1::bigint * interval '1 second'
    WHERE number = (
      SELECT number FROM letter_mail WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING number, address, attempts, may_come_twice
    """
  /// Much longer than an attempt takes.
  let seconds: Int64

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.seconds)
  }

  static func decode(_ row: Row) throws(PostgresError) -> QueuedMail {
    var columns = row.columns()
    let number: FormNumber = try columns.identifier()
    guard let address = EmailAddress(try columns.next()) else {
      throw PostgresError(.decoding, detail: "no e-mail address")
    }
    return QueuedMail(
      number: number, address: address, attempts: Int(try columns.next(Int32.self)), mayComeTwice: try columns.next())
  }
}

/// The mail was not taken, and somebody tries again.
struct PostponeMail: PreparedStatement {
  static let sql = """
    UPDATE letter_mail SET is_claimed = false, may_come_twice = $3, due_at = now() + $2::bigint * interval '1 millisecond'
    WHERE number = $1
    """
  let number: FormNumber
  let delay: Duration
  let mayComeTwice: Bool

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(Int64(self.delay / .milliseconds(1)))
    bindings.append(self.mayComeTwice)
  }
}

/// Nobody tries again; the address goes with it.
struct DeleteMail: PreparedStatement {
  static let sql = "DELETE FROM letter_mail WHERE number = $1"
  let number: FormNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }
}

/// Takes a mail away whose letter is not to be sent, while it is claimed by whoever has found that.
struct DropMail: PreparedStatement {
  static let sql = "DELETE FROM letter_mail WHERE number = $1 AND is_claimed AND attempts = $2"
  let number: FormNumber
  let attempts: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
    bindings.append(Int32(clamping: self.attempts))
  }
}
