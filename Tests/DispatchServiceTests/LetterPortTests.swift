import DispatchDomain
import Foundation
import NIOCore
import Testing

@testable import DispatchService

@Suite struct LetterPortTests {
  private func mail(subject: String = "关于漏水", body: String = "已安排维修。\r\n.\r\nQUIT") throws -> OutgoingMail {
    OutgoingMail(
      letter: try #require(FormNumber("SM03-11-CLX-2023-0001")), to: try #require(EmailAddress("wang@example.org")),
      subject: subject, body: body)
  }

  private func dialogue(_ security: SMTPSecurity = .clear, _ account: SMTPAccount? = nil) throws -> SMTPDialogue {
    SMTPDialogue(
      from: try #require(EmailAddress("a@b")), to: try #require(EmailAddress("wang@example.org")), text: "text\r\n",
      security: security, account: account)
  }

  private func hear(_ text: String, _ dialogue: inout SMTPDialogue) throws -> SMTPDialogue.Move? {
    try dialogue.next(after: ByteBuffer(string: text))
  }

  private static let account = SMTPAccount(user: "redress", password: "secret")

  @Test("R-339: each command follows its answer, which may come in lines and pieces; then the letter is taken")
  func plainDialogue() throws {
    var dialogue = try self.dialogue()
    #expect(try self.hear("220 relay ready\r\n", &dialogue) == .say("EHLO redress\r\n"))
    #expect(try self.hear("250-relay\r\n250-SIZE 100\r\n25", &dialogue) == nil)
    #expect(try self.hear("0 HELP\r\n", &dialogue) == .say("MAIL FROM:<a@b>\r\n"))
    #expect(try self.hear("250 ok\r\n", &dialogue) == .say("RCPT TO:<wang@example.org>\r\n"))
    #expect(try self.hear("251 will forward\r\n", &dialogue) == .say("DATA\r\n"))
    #expect(!dialogue.hasSaidAll)
    #expect(try self.hear("354 go on\r\n", &dialogue) == .say("text\r\n.\r\n"))
    #expect(dialogue.hasSaidAll)
    #expect(try self.hear("250 queued\r\n", &dialogue) == .taken)
  }

  @Test("R-330: a refusal tells the relay's code and none of its words, which may quote the address")
  func refusal() throws {
    var dialogue = try self.dialogue()
    for answer in ["220 relay\r\n", "250 relay\r\n", "250 ok\r\n"] { _ = try self.hear(answer, &dialogue) }
    #expect(throws: LetterPortFailure(.refused, "The mail relay refuses the letter (550).")) {
      try self.hear("550 wang@example.org unknown\r\n", &dialogue)
    }
    var busy = try self.dialogue()
    #expect(throws: LetterPortFailure(.notNow, "The mail relay refuses the connection (554).")) {
      try self.hear("554 go away\r\n", &busy)
    }
  }

  @Test(
    "No password before TLS: without STARTTLS nothing is said, and what came in clear behind its answer ends the talk")
  func startTLS() throws {
    var without = try self.dialogue(.starttls, Self.account)
    _ = try self.hear("220 relay\r\n", &without)
    #expect(throws: LetterPortFailure.self) { try self.hear("250-relay\r\n250 AUTH PLAIN\r\n", &without) }

    var injected = try self.dialogue(.starttls, Self.account)
    _ = try self.hear("220 relay\r\n", &injected)
    #expect(try self.hear("250-relay\r\n250 STARTTLS\r\n", &injected) == .say("STARTTLS\r\n"))
    #expect(throws: LetterPortFailure.self) { try self.hear("220 go\r\n250 AUTH PLAIN\r\n", &injected) }

    var clear = try self.dialogue(.clear, Self.account)
    _ = try self.hear("220 relay\r\n", &clear)
    #expect(throws: LetterPortFailure.self) { try self.hear("250-relay\r\n250 AUTH PLAIN\r\n", &clear) }
  }

  @Test("AUTH PLAIN where it is offered, else AUTH LOGIN, asked for anew after TLS has begun")
  func logIn() throws {
    for (offer, said) in [
      ("AUTH LOGIN PLAIN", ["AUTH PLAIN AHJlZHJlc3MAc2VjcmV0"]),
      ("AUTH LOGIN", ["AUTH LOGIN", "cmVkcmVzcw==", "c2VjcmV0"]),
    ] {
      var dialogue = try self.dialogue(.starttls, Self.account)
      _ = try self.hear("220 relay\r\n", &dialogue)
      _ = try self.hear("250-relay\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n", &dialogue)
      #expect(try self.hear("220 go\r\n", &dialogue) == .secure("EHLO redress\r\n"))
      var move = try self.hear("250-relay\r\n250 \(offer)\r\n", &dialogue)
      for line in said {
        #expect(move == .say("\(line)\r\n"))
        move = try self.hear(line == said.last ? "235 welcome\r\n" : "334 more\r\n", &dialogue)
      }
      #expect(move == .say("MAIL FROM:<a@b>\r\n"))
    }
  }

  @Test("No line of a letter is a command or a header")
  func text() throws {
    let sender = try #require(EmailAddress("service@example.org"))
    let text = try self.mail(subject: "关于您家卫生间漏水一事的处理方案及维修时间安排的答复函").text(
      from: sender, at: Date(timeIntervalSince1970: 1_672_708_320))
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } && !$0.hasPrefix(".") })
    #expect(lines.contains("Date: Tue, 03 Jan 2023 09:12:00 +0800"))
    #expect(!text.contains("QUIT") && !text.contains("\n.\r\n"))
    let end = try #require(text.range(of: "\r\n\r\n"))
    let body = try #require(Data(base64Encoded: String(text[end.upperBound...]), options: .ignoreUnknownCharacters))
    #expect(String(decoding: body, as: UTF8.self) == "已安排维修。\r\n.\r\nQUIT")
  }

  @Test(arguments: [
    "a@b\r\nDATA", "a b@c", "<a@b>", "a@b,c@d", "a@b@c", "@b", "a@", "王@example.org", "a\"b@c", "",
  ])
  func noAddress(text: String) {
    #expect(EmailAddress(text) == nil)
  }
}
