import Foundation
import NIOCore

/// How what is said to the mail relay is kept from listeners.
enum SMTPSecurity: String, CaseIterable, Sendable {
  /// Not at all: for a relay on a private network.
  case clear = "none"
  /// TLS begins after the relay's greeting (RFC 3207); without it nothing is sent.
  case starttls
  /// TLS from the first byte (RFC 8314).
  case tls
}

/// With whose name letters are handed to the relay.
struct SMTPAccount: Sendable {
  let user: String
  let password: String
}

/// What is said to the relay, each command after the answer before it. Nothing is sent after the relay has taken the mail:
/// whether it hears a good-bye does not matter.
struct SMTPDialogue {
  enum Move: Equatable {
    case say(String)
    /// Begin TLS, then say this.
    case secure(String)
    case taken
  }

  /// What was said last, whose answer is waited for.
  private enum Said {
    case nothing, hello, startTLS, logIn, user, password, sender, recipient, data, text

    /// The code of an answer that goes on.
    var expected: String {
      switch self {
      case .nothing, .startTLS: "220"
      case .hello, .sender, .recipient, .text: "250"
      case .logIn, .user: "334"
      case .password: "235"
      case .data: "354"
      }
    }

    var name: String {
      switch self {
      case .nothing, .hello, .startTLS: "the connection"
      case .logIn, .user, .password: "the log-in"
      case .sender: "the sender"
      case .recipient, .data, .text: "the letter"
      }
    }
  }

  private let sender: EmailAddress
  private let recipient: EmailAddress
  private let text: String
  private let account: SMTPAccount?
  private let wantsTLS: Bool
  private var isSecured: Bool
  private var said = Said.nothing
  private var heard: [UInt8] = []
  private var lines: [String] = []

  /// - Parameter text: of the mail; ends with a line break, and no line of it begins with a dot.
  init(
    from sender: EmailAddress, to recipient: EmailAddress, text: String, security: SMTPSecurity = .clear,
    account: SMTPAccount? = nil
  ) {
    self.sender = sender
    self.recipient = recipient
    self.text = text
    self.account = account
    self.wantsTLS = security != .clear
    self.isSecured = security == .tls
  }

  /// The relay has heard the whole mail, or may have.
  var hasSaidAll: Bool { self.said == .text }

  /// Hears more of the relay's lines, of which the last of an answer has no dash behind its code.
  /// - Returns: what to do now; nil when the answer is not complete.
  /// - Throws: when the relay says something else. Only its code is told, for its words may quote the address.
  mutating func next(after bytes: ByteBuffer) throws(LetterPortFailure) -> Move? {
    self.heard += bytes.readableBytesView
    guard self.heard.count < 65_536, self.lines.count < 1000 else {
      throw LetterPortFailure(.notNow, "The mail relay says too much.")
    }
    while let end = self.heard.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: self.heard[..<end], as: UTF8.self).trimmingCharacters(in: .whitespaces)
        .replacing("\r", with: "")
      self.heard.removeSubrange(...end)
      guard line.count >= 3 else { continue }
      self.lines.append(String(line.dropFirst(4)))
      guard line.dropFirst(3).first != "-" else { continue }
      defer { self.lines = [] }
      return try self.move(after: String(line.prefix(3)))
    }
    return nil
  }

  private mutating func move(after code: String) throws(LetterPortFailure) -> Move {
    // 251: it will forward the mail, and has taken it.
    guard code == self.said.expected || (self.said == .recipient && code == "251") else {
      let isFinal = code.hasPrefix("5") && self.said.name == Said.text.name
      // A refusal of the text is an answer: nothing was taken.
      throw LetterPortFailure(isFinal ? .refused : .notNow, "The mail relay refuses \(self.said.name) (\(code)).")
    }
    switch self.said {
    case .nothing: return self.say("EHLO redress", .hello)
    case .hello: return try self.greeted()
    case .startTLS:
      // Whatever came in clear behind the answer was put there by somebody else (CVE-2011-0411).
      guard self.heard.isEmpty else { throw LetterPortFailure(.notNow, "The mail relay speaks before TLS has begun.") }
      self.isSecured = true
      self.said = .hello
      return .secure("EHLO redress\r\n")
    case .logIn: return self.say(Self.base64(self.account?.user ?? ""), .user)
    case .user: return self.say(Self.base64(self.account?.password ?? ""), .password)
    case .password: return self.say("MAIL FROM:<\(self.sender.text)>", .sender)
    case .sender: return self.say("RCPT TO:<\(self.recipient.text)>", .recipient)
    case .recipient: return self.say("DATA", .data)
    case .data: return self.say("\(self.text).", .text)
    case .text: return .taken
    }
  }

  /// The relay has told what it can do.
  private mutating func greeted() throws(LetterPortFailure) -> Move {
    let offers = self.lines.dropFirst().map { $0.uppercased() }
    if self.wantsTLS, !self.isSecured {
      guard offers.contains("STARTTLS") else {
        throw LetterPortFailure(.notNow, "The mail relay offers no STARTTLS, which notification.smtp-tls asks for.")
      }
      return self.say("STARTTLS", .startTLS)
    }
    guard let account else { return self.say("MAIL FROM:<\(self.sender.text)>", .sender) }
    guard self.isSecured else { throw LetterPortFailure(.notNow, "A password is not sent without TLS.") }
    let ways = offers.first { $0.hasPrefix("AUTH ") }?.split(separator: " ").dropFirst() ?? []
    if ways.contains("PLAIN") {
      return self.say("AUTH PLAIN \(Self.base64("\u{0}\(account.user)\u{0}\(account.password)"))", .password)
    }
    if ways.contains("LOGIN") { return self.say("AUTH LOGIN", .logIn) }
    throw LetterPortFailure(.notNow, "The mail relay offers neither AUTH PLAIN nor AUTH LOGIN.")
  }

  private mutating func say(_ line: String, _ said: Said) -> Move {
    self.said = said
    return .say("\(line)\r\n")
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
