import DispatchDomain
import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// Letters that leave by e-mail, to a mail server of the test's own.
@Suite(.broker(definitions: true), .database(schemas: true)) struct LetterPostTests {
  private static let request = #"{"method": "email", "email": "wang@example.org", "by": "li.na"}"#

  private func settings(port: Int, _ more: [String: String] = [:]) -> [String: String] {
    [
      "NOTIFICATION_SMTP_HOST": "localhost", "NOTIFICATION_SMTP_PORT": String(port), "NOTIFICATION_RETRY_DELAY": "50ms",
      "NOTIFICATION_SENDER": "service@example.org",
    ].merging(more) { $1 }
  }

  /// - Returns: the path of a letter that may be sent.
  private func approvedLetter(_ world: ServiceWorld) async throws -> String {
    let example = try CaseMessages(serial: 1)
    try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
    try await eventually("the case is there") { try await world.api.get("/cases/\(example.number)").status == 200 }
    let drafted = try await world.api.post(
      "/letters",
      #"""
      {"complaint": "\#(example.number)", "kind": "reply", "subject": "关于漏水", "body": "已安排维修。", "contact": "客户服务部",
       "by": "li.na"}
      """#)
    let path = try #require(drafted.headers["location"])
    #expect(try await world.api.post("\(path)/approval", #"{"by": "zhao.min"}"#).status == 200)
    return path
  }

  private func becomes(_ state: String, _ path: String, _ world: ServiceWorld) async throws -> String {
    try await eventually("the letter is \(state)") {
      try await world.api.get(path).text.contains(#""state":"\#(state)""#)
    }
    return try await world.api.get(path).text
  }

  private func ids(_ server: MailServer) -> [String] {
    server.mails.compactMap { mail in
      mail.components(separatedBy: "\r\n").first { $0.hasPrefix("Message-ID: ") }
    }
  }

  @Test("R-338, R-339: of requests that come at once one sends the letter, and the address goes with it")
  func once() async throws {
    let server = try await MailServer.start()
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(port: server.port)) { world in
      let path = try await self.approvedLetter(world)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await world.api.post("\(path)/dispatch", Self.request).status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.allSatisfy { $0 == 200 })
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mailing":{"attempts":1,"mayComeTwice":false}"#))
      #expect(try await world.api.post("\(path)/dispatch", Self.request).status == 200)
      let left = try await TestDatabase.current.run("SELECT count(*) FROM dispatch.letter_mail")
      #expect(left.hasPrefix("0") && server.mails.count == 1)
      #expect(try #require(server.mails.first).contains("To: <wang@example.org>"))
    }
    try await server.stop()
  }

  @Test("R-339: while no mail server is there the letter waits with the reason, and leaves once it is")
  func serverDown() async throws {
    let gone = try await MailServer.start()
    try await gone.stop()
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(port: gone.port)) { world in
      let path = try await self.approvedLetter(world)
      #expect(try await world.api.post("\(path)/dispatch", Self.request).status == 200)
      try await eventually("the failure is noted") {
        try await world.api.get(path).text.contains("The mail relay does not answer.")
      }
      let server = try await MailServer.start(port: gone.port)
      let sent = try await self.becomes("dispatched", path, world)
      #expect(server.mails.count == 1 && sent.contains(#""mayComeTwice":false"#))
      try await server.stop()
    }
  }

  @Test("R-339: an address that the server refuses gives the letter back with the reason, for another way")
  func refused() async throws {
    let server = try await MailServer.start(MailServer.Manner(refusal: "550 wang@example.org unknown"))
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(port: server.port)) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      try await eventually("the failure is noted") { try await world.api.get(path).text.contains("(550)") }
      let back = try await world.api.get(path).text
      #expect(back.contains(#""state":"approved""#) && !back.contains("wang@"))
      let post = #"{"method": "courier", "proof": "SF1", "by": "li.na"}"#
      #expect(try await world.api.post("\(path)/dispatch", post).status == 200)
      #expect(try await world.api.get(path).text.contains(#""state":"dispatched""#) && server.mails.isEmpty)
    }
    try await server.stop()
  }

  @Test(
    "R-339: when the server's answer is lost the mail is sent again under the same Message-ID, and the letter says so")
  func answerLost() async throws {
    let server = try await MailServer.start(MailServer.Manner(silences: 1))
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(port: server.port)) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mailing":{"attempts":2,"mayComeTwice":true}"#))
      #expect(self.ids(server).count == 2 && Set(self.ids(server)).count == 1)
    }
    try await server.stop()
  }

  @Test("R-339: a letter whose sender died between sending and noting is sent again when its claim has run out")
  func senderDied() async throws {
    let gone = try await MailServer.start()
    try await gone.stop()
    let settings = self.settings(port: gone.port, ["NOTIFICATION_RETRY_DELAY": "1h"])
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      try await eventually("the first attempt has failed") {
        try await world.api.get(path).text.contains("does not answer")
      }
      let server = try await MailServer.start(port: gone.port)
      // As a process leaves it that was killed after it had claimed the mail, five minutes later.
      _ = try await TestDatabase.current.run("UPDATE dispatch.letter_mail SET is_claimed = true, due_at = now()")
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mayComeTwice":true"#) && server.mails.count == 1)
      try await server.stop()
    }
  }

  @Test("Log-in goes through TLS that the certificate proves, and never in clear")
  func startTLS() async throws {
    let certificate = try await MailCertificate.make()
    defer { try? FileManager.default.removeItem(at: certificate.directory) }
    let logIn = "AUTH PLAIN " + Data("\u{0}redress\u{0}secret".utf8).base64EncodedString()
    let server = try await MailServer.start(MailServer.Manner(certificate: certificate, logIn: logIn))
    let password = certificate.directory.appending(path: "password")
    try Data("secret\n".utf8).write(to: password)
    let settings = self.settings(
      port: server.port,
      [
        "NOTIFICATION_SMTP_TLS": "starttls", "NOTIFICATION_SMTP_CA_FILE": certificate.file,
        "NOTIFICATION_SMTP_USER": "redress", "NOTIFICATION_SMTP_PASSWORD_FILE": password.path,
      ])
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      _ = try await self.becomes("dispatched", path, world)
    }
    #expect(server.mails.count == 1 && server.clear == ["EHLO redress", "STARTTLS"])
    try await server.stop()
  }

  @Test("A server without STARTTLS, or with somebody else's certificate, is told nothing when TLS is asked for")
  func noTLS() async throws {
    let certificate = try await MailCertificate.make()
    defer { try? FileManager.default.removeItem(at: certificate.directory) }
    let mail = OutgoingMail(
      letter: try #require(FormNumber("SM03-11-CLX-2023-0001")), to: try #require(EmailAddress("wang@example.org")),
      subject: "关于漏水", body: "已安排维修。")
    let sender = try #require(EmailAddress("service@example.org"))
    for manner in [MailServer.Manner(), MailServer.Manner(certificate: certificate)] {
      let server = try await MailServer.start(manner)
      let port = try SMTPLetterPort(
        host: "localhost", port: server.port, sender: sender, security: .starttls,
        account: SMTPAccount(user: "redress", password: "secret"))
      let failure = await #expect(throws: LetterPortFailure.self) { try await port.send(mail, at: Date()) }
      #expect(failure?.kind == .notNow && server.mails.isEmpty)
      #expect(!server.clear.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
      try await server.stop()
    }
  }

  @Test("CVE-2011-0411: what is sent in clear behind the answer to STARTTLS is taken for no answer")
  func injection() async throws {
    let certificate = try await MailCertificate.make()
    defer { try? FileManager.default.removeItem(at: certificate.directory) }
    let server = try await MailServer.start(
      MailServer.Manner(certificate: certificate, injection: "250-localhost\r\n250 AUTH PLAIN LOGIN"))
    let port = try SMTPLetterPort(
      host: "localhost", port: server.port, sender: try #require(EmailAddress("service@example.org")),
      security: .starttls, account: SMTPAccount(user: "redress", password: "secret"), authorities: certificate.file)
    let mail = OutgoingMail(
      letter: try #require(FormNumber("SM03-11-CLX-2023-0001")), to: try #require(EmailAddress("wang@example.org")),
      subject: "关于漏水", body: "已安排维修。")
    // It comes with the answer, before TLS has begun or after: which of them is chance.
    for _ in 0..<40 {
      let failure = await #expect(throws: LetterPortFailure.self) { try await port.send(mail, at: Date()) }
      #expect(failure?.kind == .notNow)
    }
    #expect(server.secured.isEmpty && server.mails.isEmpty)
    try await server.stop()
  }

  @Test("R-339: without a way out a letter by e-mail is refused, and not noted as sent")
  func closed() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let path = try await self.approvedLetter(world)
      #expect(try await world.api.post("\(path)/dispatch", Self.request).status == 503)
      #expect(try await world.api.get(path).text.contains(#""state":"approved""#))
    }
  }
}
