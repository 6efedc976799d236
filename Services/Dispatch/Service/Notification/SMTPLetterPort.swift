import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Hands each mail to a relay by SMTP (RFC 5321), one connection a mail.
struct SMTPLetterPort: LetterPort {
  let host: String
  let port: Int
  let sender: EmailAddress
  let security: SMTPSecurity
  let account: SMTPAccount?
  /// Whose certificates count.
  private let tls: NIOSSLContext
  var limit: TimeAmount = .seconds(20)

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// - Parameter authorities: a file of certificates instead of the system's.
  /// - Throws: when that file cannot be read.
  init(
    host: String, port: Int, sender: EmailAddress, security: SMTPSecurity = .clear, account: SMTPAccount? = nil,
    authorities: String? = nil
  ) throws {
    self.host = host
    self.port = port
    self.sender = sender
    self.security = security
    self.account = account
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.minimumTLSVersion = .tlsv12
    if let authorities { settings.trustRoots = .file(authorities) }
    self.tls = try NIOSSLContext(configuration: settings)
  }

  func send(_ mail: OutgoingMail, at now: Date) async throws(LetterPortFailure) {
    var dialogue = SMTPDialogue(
      from: self.sender, to: mail.to, text: mail.text(from: self.sender, at: now), security: self.security,
      account: self.account)
    do {
      let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connectTimeout(self.limit)
        .connect(host: self.host, port: self.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if self.security == .tls { try self.secure(channel) }
            return try Connection(wrappingChannelSynchronously: channel)
          }
        }
      let channel = connection.channel
      let timer = channel.eventLoop.scheduleTask(in: self.limit) { channel.close(promise: nil) }
      defer { timer.cancel() }
      try await connection.executeThenClose { answers, output in
        for try await bytes in answers {
          switch try dialogue.next(after: bytes) {
          case nil: continue
          case .say(let line): try await output.write(ByteBuffer(string: line))
          case .secure(let line):
            try await channel.eventLoop.submit { try self.secure(channel) }.get()
            try await output.write(ByteBuffer(string: line))
          case .taken: return
          }
        }
      }
    } catch let failure as LetterPortFailure {
      throw failure
    } catch {
      // Told below; how the connection ended matters to nobody when the mail was taken.
    }
    guard !dialogue.isTaken else { return }
    throw dialogue.hasSaidAll
      ? LetterPortFailure(.unanswered, "The mail relay has not said whether it takes the letter.")
      : LetterPortFailure(.notNow, "The mail relay does not answer.")
  }

  /// Begins TLS; on the thread of the channel.
  private func secure(_ channel: any Channel) throws {
    // A certificate names an address in another way than a host.
    let isAddress = (try? SocketAddress(ipAddress: self.host, port: 0)) != nil
    let handler = try NIOSSLClientHandler(context: self.tls, serverHostname: isAddress ? nil : self.host)
    try channel.pipeline.syncOperations.addHandler(handler, position: .first)
  }
}
