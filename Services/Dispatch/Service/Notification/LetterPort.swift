import Crypto
package import DispatchDomain
package import Foundation
import Messages

/// An e-mail to a customer, as it leaves the house.
package struct OutgoingMail: Sendable {
  /// The letter that it carries.
  package let letter: FormNumber
  /// By which two sendings of it are known as one; the proof of the dispatch.
  let messageID: String
  package let to: EmailAddress
  package let subject: String
  package let body: String

  init(_ letter: Letter, to address: EmailAddress) {
    let text = [
      letter.content.body, letter.content.replyBy.map { "请于\($0)前回复。" }, letter.content.contact,
      "编号 No. \(letter.number)",
    ]
    self.init(
      letter: letter.number, messageID: letter.dispatch?.proof, to: address, subject: letter.content.subject,
      body: text.compactMap(\.self).joined(separator: "\n\n"))
  }

  package init(letter: FormNumber, messageID: String? = nil, to: EmailAddress, subject: String, body: String) {
    self.letter = letter
    self.messageID = messageID ?? Self.messageID(of: letter, to: to)
    self.to = to
    self.subject = subject
    self.body = body
  }

  /// The same whenever the letter is sent to the address, so that whoever gets it twice can tell; and another for another
  /// address, so that it can be told from this one when the address itself is kept no longer.
  static func messageID(of letter: FormNumber, to address: EmailAddress) -> String {
    let digest = SHA256.hash(data: Data("\(letter.text) \(address.text)".utf8)).prefix(4)
    let sign = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "<\(letter.text.lowercased()).\(sign)@redress>"
  }

  /// The mail after RFC 5322: subject and text in UTF-8, both in base64, so that no line of either can be a command.
  func text(from sender: EmailAddress, at now: Date) -> String {
    let headers = [
      "From: <\(sender.text)>", "To: <\(self.to.text)>", "Subject: \(Self.encodedWords(self.subject))",
      "Date: \(Self.date(now))", "Message-ID: \(self.messageID)", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
    ]
    let body = Data(self.body.utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    return headers.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n"
  }

  /// RFC 2047: words of at most 75 characters, none of which splits a character.
  private static func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var piece = ""
    for character in text {
      if (piece + String(character)).utf8.count > 42, !piece.isEmpty {
        words.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    words.append(piece)
    return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  private static func date(_ instant: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3600)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
    return formatter.string(from: instant)
  }
}

/// Why a letter could not be sent. Holds nothing of the customer.
package struct LetterPortFailure: Error, Sendable, Equatable {
  package enum Kind: Sendable {
    /// It was not taken, and may be later.
    case notNow
    /// It will never be taken.
    case refused
    /// Everything was said and nothing heard: it may have been taken.
    case unanswered
  }

  package let kind: Kind
  package let reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

/// What came of trying to send a letter once more.
package struct MailAttempt: Sendable {
  /// The decision that it followed.
  let dispatch: Letter.Dispatch?
  /// Counted from 1.
  let count: Int
  /// Nil when the mail was taken.
  let failure: LetterPortFailure?
  /// Of this or an earlier attempt it is not known whether the mail was taken.
  let mayComeTwice: Bool
  /// When somebody tries again; nil where nobody does.
  let again: Duration?
}

/// The way out of the house for letters that go by e-mail.
package protocol LetterPort: Sendable {
  /// - Throws: when it is not certain that the mail was taken.
  func send(_ mail: OutgoingMail, at now: Date) async throws(LetterPortFailure)
}

/// Where no way out is configured any more: gives back what was decided while there was one, and the address goes.
struct ClosedLetterPort: LetterPort {
  func send(_ mail: OutgoingMail, at now: Date) async throws(LetterPortFailure) {
    throw LetterPortFailure(.refused, "No way to send e-mail is configured any more.")
  }
}

/// Puts each mail into a directory as a file, for a program of the house that sends it, or for development.
struct DirectoryLetterPort: LetterPort {
  let directory: String
  let sender: EmailAddress

  func send(_ mail: OutgoingMail, at now: Date) async throws(LetterPortFailure) {
    let folder = URL(fileURLWithPath: self.directory, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(mail.text(from: self.sender, at: now).utf8).write(
        to: folder.appending(path: "\(mail.letter.text).eml"), options: .atomic)
    } catch {
      throw LetterPortFailure(.notNow, "The letter could not be put into notification.directory.")
    }
  }
}
