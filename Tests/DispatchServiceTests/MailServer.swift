import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

/// A mail server (SMTP) on a port of its own: what it is told, and the mails that it has taken.
struct MailServer: Sendable {
  /// How it answers.
  struct Manner: Sendable {
    /// With it STARTTLS is offered.
    var certificate: MailCertificate?
    /// Whoever does not log in so is refused.
    var logIn: String?
    /// Every recipient is refused with this answer.
    var refusal: String?
    /// What somebody on the way puts behind the answer to STARTTLS, in clear and in a segment of its own.
    var injection: String?
    /// How many mails it takes without saying so.
    var silences = 0
  }

  final class Heard: Sendable {
    let mails = NIOLockedValueBox<[String]>([])
    /// What came before TLS had begun.
    let clear = NIOLockedValueBox<[String]>([])
    /// What came through TLS.
    let secured = NIOLockedValueBox<[String]>([])
    let silences: NIOLockedValueBox<Int>

    init(silences: Int) { self.silences = NIOLockedValueBox(silences) }
  }

  let port: Int
  private let heard: Heard
  private let channel: any Channel

  var mails: [String] { self.heard.mails.withLockedValue { $0 } }
  var clear: [String] { self.heard.clear.withLockedValue { $0 } }
  var secured: [String] { self.heard.secured.withLockedValue { $0 } }

  /// - Parameter port: 0 for any that is free.
  static func start(_ manner: Manner = Manner(), port: Int = 0) async throws -> MailServer {
    let heard = Heard(silences: manner.silences)
    let context = try manner.certificate.map { try $0.context() }
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(MailConversation(manner, context, heard))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    return MailServer(port: channel.localAddress?.port ?? 0, heard: heard, channel: channel)
  }

  func stop() async throws {
    try await self.channel.close()
  }
}

/// A certificate for `localhost`, signed by itself.
struct MailCertificate: Sendable {
  let directory: URL
  var file: String { self.directory.appending(path: "certificate.pem").path }

  static func make() async throws -> MailCertificate {
    let directory = URL.temporaryDirectory.appending(path: "redress-mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let made = MailCertificate(directory: directory)
    let result = try await Command.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", directory.appending(path: "key.pem").path, "-out", made.file,
      ])
    guard result.status == 0 else { throw TestSupportError("openssl: \(result.output)") }
    return made
  }

  func context() throws -> NIOSSLContext {
    try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(self.file).map { .certificate($0) },
        privateKey: .privateKey(
          try NIOSSLPrivateKey(file: self.directory.appending(path: "key.pem").path, format: .pem))))
  }
}

/// One connection; on the thread of its channel.
private final class MailConversation: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let manner: MailServer.Manner
  private let tls: NIOSSLContext?
  private let heard: MailServer.Heard
  private var isSecured = false
  private var isLoggedIn = false
  private var text = ""
  private var isData = false

  init(_ manner: MailServer.Manner, _ tls: NIOSSLContext?, _ heard: MailServer.Heard) {
    self.manner = manner
    self.tls = tls
    self.heard = heard
  }

  func channelActive(context: ChannelHandlerContext) {
    self.say("220 localhost ready", context)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    self.text += String(buffer: self.unwrapInboundIn(data))
    while let line = self.next() { self.answer(line, context) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// The next command, or the whole mail.
  private func next() -> String? {
    guard let end = self.text.firstRange(of: self.isData ? "\r\n.\r\n" : "\r\n") else { return nil }
    defer { self.text.removeSubrange(..<end.upperBound) }
    return String(self.text[..<end.lowerBound])
  }

  private func answer(_ line: String, _ context: ChannelHandlerContext) {
    if self.isData { return self.take(line, context) }
    (self.isSecured ? self.heard.secured : self.heard.clear).withLockedValue { $0.append(line) }
    let needsLogIn = self.manner.logIn != nil && !self.isLoggedIn
    switch line.split(separator: " ").first {
    case "EHLO":
      let offer = self.tls != nil && !self.isSecured ? "STARTTLS" : "AUTH PLAIN LOGIN"
      self.say("250-localhost\r\n250 \(offer)", context)
    case "STARTTLS":
      guard let tls else { return self.say("502 no", context) }
      self.say("220 go on", context)
      if let injection = self.manner.injection { self.say(injection, context) }
      self.isSecured = true
      try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
    case "AUTH":
      self.isLoggedIn = line == self.manner.logIn
      self.say(self.isLoggedIn ? "235 welcome" : "535 no", context)
    case "MAIL": self.say(needsLogIn ? "530 log in" : "250 ok", context)
    case "RCPT": self.say(self.manner.refusal ?? "250 ok", context)
    case "DATA":
      self.isData = true
      self.say("354 go on", context)
    default: self.say("502 no", context)
    }
  }

  private func take(_ mail: String, _ context: ChannelHandlerContext) {
    self.isData = false
    self.heard.mails.withLockedValue { $0.append(mail) }
    let isSilent = self.heard.silences.withLockedValue { left in
      defer { left = max(0, left - 1) }
      return left > 0
    }
    if isSilent { context.close(promise: nil) } else { self.say("250 queued", context) }
  }

  private func say(_ line: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
  }
}
