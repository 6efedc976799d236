import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Hands each mail to a relay of the house by SMTP (RFC 5321), one connection a mail. STARTTLS and log-in are not offered:
/// the relay has to be on a private network, and to know us by our address.
struct SMTPLetterPort: LetterPort {
  let host: String
  let port: Int
  let sender: EmailAddress
  var limit: TimeAmount = .seconds(20)

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  func send(_ mail: OutgoingMail, at now: Date) async throws(LetterPortFailure) {
    do {
      let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connectTimeout(self.limit)
        .connect(host: self.host, port: self.port) { channel in
          channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
        }
      let channel = connection.channel
      let timer = channel.eventLoop.scheduleTask(in: self.limit) { channel.close(promise: nil) }
      defer { timer.cancel() }
      let text = mail.text(from: self.sender, at: now)
      let steps = [
        (220, "EHLO redress"), (250, "MAIL FROM:<\(self.sender.text)>"), (250, "RCPT TO:<\(mail.to.text)>"),
        (250, "DATA"), (354, "\(text)."),
      ]
      try await connection.executeThenClose { answers, output in
        var dialogue = SMTPDialogue(steps)
        for try await bytes in answers {
          if let command = try dialogue.next(after: bytes) { try await output.write(command) }
          if dialogue.isTaken { return }
        }
        throw LetterPortFailure("The mail relay has ended the connection.")
      }
    } catch let failure as LetterPortFailure {
      throw failure
    } catch {
      throw LetterPortFailure("The mail relay does not answer.")
    }
  }
}

/// What is said to the relay, each command after the answer before it. Nothing is sent after the relay has taken the mail:
/// whether it hears a good-bye does not matter.
struct SMTPDialogue {
  private var steps: ArraySlice<(code: Int, command: String)>
  private var heard: [UInt8] = []
  /// The relay has taken the mail.
  private(set) var isTaken = false

  /// - Parameter steps: the answer that is waited for, and what is said then; after the last one comes 250.
  init(_ steps: [(code: Int, command: String)]) {
    self.steps = steps[...]
  }

  /// Hears more of the relay's lines, of which the last of an answer has no dash behind its code.
  /// - Returns: what to say now; nil when the answer is not complete.
  /// - Throws: when the relay says something else. Only its code is told, for its words may quote the address.
  mutating func next(after bytes: ByteBuffer) throws(LetterPortFailure) -> ByteBuffer? {
    self.heard += bytes.readableBytesView
    guard self.heard.count < 65_536 else { throw LetterPortFailure("The mail relay says too much.") }
    while let end = self.heard.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: self.heard[..<end], as: UTF8.self)
      self.heard.removeSubrange(...end)
      guard line.count >= 3, line.dropFirst(3).first != "-" else { continue }
      let step = self.steps.popFirst()
      guard line.hasPrefix(String(step?.code ?? 250)) else {
        throw LetterPortFailure("The mail relay refuses the letter (\(line.prefix(3))).")
      }
      guard let step else {
        self.isTaken = true
        return nil
      }
      return ByteBuffer(string: "\(step.command)\r\n")
    }
    return nil
  }
}
