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
    let dialogue = SMTPDialogue(
      from: self.sender, to: mail.to, text: mail.text(from: self.sender, at: now), security: self.security,
      account: self.account)
    let failure: LetterPortFailure?
    do {
      failure = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connectTimeout(self.limit)
        .connect(host: self.host, port: self.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if self.security == .tls { try self.secure(channel) }
            let conversation = SMTPConversation(dialogue, through: self, on: channel.eventLoop)
            try channel.pipeline.syncOperations.addHandler(conversation)
            return conversation.outcome
          }
        }.get()
    } catch {
      throw LetterPortFailure(.notNow, "The mail relay does not answer.")
    }
    if let failure { throw failure }
  }

  /// Begins TLS; on the thread of the channel.
  fileprivate func secure(_ channel: any Channel) throws {
    // A certificate names an address in another way than a host.
    let isAddress = (try? SocketAddress(ipAddress: self.host, port: 0)) != nil
    let handler = try NIOSSLClientHandler(context: self.tls, serverHostname: isAddress ? nil : self.host)
    try channel.pipeline.syncOperations.addHandler(handler, position: .first)
  }
}

/// One connection, on the thread of its channel: TLS begins in the same step in which the relay's consent to it is heard.
/// Whatever has come in clear until then is heard by the dialogue, which refuses it, and whatever comes in clear afterwards
/// by TLS, which ends the connection: nothing of it is ever taken for an answer (CVE-2011-0411).
private final class SMTPConversation: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Why the mail was not taken; nil when it was.
  let outcome: EventLoopFuture<LetterPortFailure?>
  private var dialogue: SMTPDialogue
  private let port: SMTPLetterPort
  /// Nil when the outcome is told.
  private var promise: EventLoopPromise<LetterPortFailure?>?
  private var timer: Scheduled<Void>?

  init(_ dialogue: SMTPDialogue, through port: SMTPLetterPort, on loop: any EventLoop) {
    let promise = loop.makePromise(of: LetterPortFailure?.self)
    self.outcome = promise.futureResult
    self.dialogue = dialogue
    self.port = port
    self.promise = promise
  }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    self.timer = context.eventLoop.scheduleTask(in: self.port.limit) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard self.promise != nil else { return }
    do throws(LetterPortFailure) {
      switch try self.dialogue.next(after: self.unwrapInboundIn(data)) {
      case nil: return
      case .say(let line): self.say(line, context)
      case .secure(let line):
        guard (try? self.port.secure(context.channel)) != nil else { return context.close(promise: nil) }
        self.say(line, context)
      case .taken: self.end(nil, context)
      }
    } catch {
      self.end(error, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// The connection has ended. How matters to nobody when the mail was taken.
  func handlerRemoved(context: ChannelHandlerContext) {
    self.timer?.cancel()
    self.tell(
      self.dialogue.hasSaidAll
        ? LetterPortFailure(.unanswered, "The mail relay has not said whether it takes the letter.")
        : LetterPortFailure(.notNow, "The mail relay does not answer."))
  }

  private func say(_ line: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: line)), promise: nil)
  }

  private func end(_ failure: LetterPortFailure?, _ context: ChannelHandlerContext) {
    self.tell(failure)
    context.close(promise: nil)
  }

  private func tell(_ failure: LetterPortFailure?) {
    self.promise?.succeed(failure)
    self.promise = nil
  }
}
