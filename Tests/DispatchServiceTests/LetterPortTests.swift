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

  private func say(_ dialogue: inout SMTPDialogue, _ text: String) throws -> String? {
    try dialogue.next(after: ByteBuffer(string: text)).map { String(buffer: $0) }
  }

  @Test("R-339: each command follows its answer, which may come in lines and pieces; then the letter is taken")
  func dialogue() throws {
    var dialogue = SMTPDialogue([(220, "EHLO redress"), (250, "MAIL FROM:<a@b>"), (354, "text\r\n.")])
    #expect(try self.say(&dialogue, "220 relay ready\r\n") == "EHLO redress\r\n")
    #expect(try self.say(&dialogue, "250-relay\r\n250-SIZE 100\r\n25") == nil)
    #expect(try self.say(&dialogue, "0 HELP\r\n") == "MAIL FROM:<a@b>\r\n")
    #expect(try self.say(&dialogue, "354 go on\r\n") == "text\r\n.\r\n")
    #expect(!dialogue.isTaken)
    #expect(try self.say(&dialogue, "250 queued\r\n") == nil)
    #expect(dialogue.isTaken)
  }

  @Test("R-330: a refusal tells the relay's code and none of its words, which may quote the address")
  func refusal() throws {
    var dialogue = SMTPDialogue([(220, "EHLO redress"), (250, "RCPT TO:<wang@example.org>")])
    _ = try self.say(&dialogue, "220 relay\r\n")
    #expect(throws: LetterPortFailure("The mail relay refuses the letter (550).")) {
      try self.say(&dialogue, "550 wang@example.org unknown\r\n")
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

  @Test("R-339: without a way out a letter by e-mail is refused, and not noted as sent")
  func closed() async throws {
    let mail = try self.mail()
    await #expect(throws: LetterPortFailure.self) { try await ClosedLetterPort().send(mail, at: Date()) }
  }
}
