import DispatchDomain
import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// Letters that leave by e-mail, to a mail server of the test's own.
@Suite(.broker(definitions: true), .database(schemas: true)) struct LetterPostTests {
  private static let request = request(to: "wang@example.org")

  private static func request(to address: String) -> String {
    #"{"method": "email", "email": "\#(address)", "by": "li.na"}"#
  }

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

  @Test("R-339: another address or way than the one that stands is a conflict, before the mail is taken and after")
  func anotherAddress() async throws {
    let gone = try await MailServer.start()
    try await gone.stop()
    let settings = self.settings(port: gone.port, ["NOTIFICATION_RETRY_DELAY": "1h"])
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      let other = Self.request(to: "zhang@example.org")
      func statuses() async throws -> [Int] {
        var all: [Int] = []
        for request in [Self.request, other, #"{"method": "courier", "proof": "SF1", "by": "li.na"}"#] {
          let answer = try await world.api.post("\(path)/dispatch", request)
          #expect(answer.status == 200 || answer.faults == ["state conflict"])
          all.append(answer.status)
        }
        return all
      }
      #expect(try await statuses() == [200, 409, 409])
      try await eventually("the first attempt has failed") {
        try await world.api.get(path).text.contains("does not answer")
      }
      let server = try await MailServer.start(port: gone.port)
      _ = try await TestDatabase.current.run("UPDATE dispatch.letter_mail SET due_at = now()")
      _ = try await self.becomes("dispatched", path, world)
      #expect(try await statuses() == [200, 409, 409])
      #expect(server.mails.count == 1)
      try await server.stop()
    }
  }

  @Test("R-339: a letter that has not left is given back and sent to another address, but not while it is handed over")
  func recall() async throws {
    let gone = try await MailServer.start()
    try await gone.stop()
    let settings = self.settings(port: gone.port, ["NOTIFICATION_RETRY_DELAY": "1h"])
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      func recalled() async throws -> TestHTTP.Answer {
        try await world.api.post("\(path)/recall", #"{"by": "li.na"}"#)
      }
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      try await eventually("the first attempt has failed") {
        try await world.api.get(path).text.contains("does not answer")
      }
      let claim = "UPDATE dispatch.letter_mail SET is_claimed = "
      _ = try await TestDatabase.current.run(claim + "true")
      #expect(try await recalled().faults == ["state wrong-state"])
      _ = try await TestDatabase.current.run(claim + "false")
      let back = try await recalled()
      #expect(back.status == 200 && back.text.contains(#""state":"approved""#))
      #expect(try await TestDatabase.current.run("SELECT count(*) FROM dispatch.letter_mail").hasPrefix("0"))
      #expect(try await recalled().status == 200)
      let server = try await MailServer.start(port: gone.port)
      #expect(
        try await world.api.post("\(path)/dispatch", Self.request(to: "zhang@example.org")).status == 200)
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mailing":{"attempts":1,"mayComeTwice":false}"#))
      #expect(server.mails.count == 1 && server.mails.allSatisfy { $0.contains("To: <zhang@example.org>") })
      #expect(try await recalled().faults == ["state wrong-state"])
      try await server.stop()
    }
  }

  @Test("R-339: that a mail may come twice is remembered when the letter is given back and sent anew")
  func mayComeTwiceStays() async throws {
    let server = try await MailServer.start(MailServer.Manner(silences: 1))
    let settings = self.settings(port: server.port, ["NOTIFICATION_RETRY_DELAY": "1h"])
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      try await eventually("the answer is lost") {
        try await world.api.get(path).text.contains(#""mayComeTwice":true"#)
      }
      #expect(try await world.api.post("\(path)/recall", #"{"by": "li.na"}"#).status == 200)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mailing":{"attempts":1,"mayComeTwice":true}"#))
      #expect(self.ids(server).count == 2 && Set(self.ids(server)).count == 1)
    }
    try await server.stop()
  }

  @Test("A mail that stands there still from an earlier decision gives way to the new one, with its claim and attempts")
  func mailReplaced() async throws {
    let server = try await MailServer.start()
    try await ServiceWorld.run(DispatchDefinition.self, settings: self.settings(port: server.port)) { world in
      let path = try await self.approvedLetter(world)
      _ = try await TestDatabase.current.run(
        """
        INSERT INTO dispatch.letter_mail (number, address, due_at, is_claimed, attempts)
        SELECT number, 'old@example.org', now() + interval '1 hour', true, 12 FROM dispatch.letter
        """)
      #expect(try await world.api.post("\(path)/dispatch", Self.request).status == 200)
      let sent = try await self.becomes("dispatched", path, world)
      #expect(sent.contains(#""mailing":{"attempts":1,"mayComeTwice":false}"#))
      #expect(server.mails.count == 1 && server.mails.allSatisfy { $0.contains("To: <wang@example.org>") })
    }
    try await server.stop()
  }

  @Test("R-335, R-339: without a way out any more, letters on their way are given back, and their addresses go")
  func wayOutClosed() async throws {
    let gone = try await MailServer.start()
    try await gone.stop()
    let settings = self.settings(port: gone.port, ["NOTIFICATION_RETRY_DELAY": "1h"])
    let path = try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let path = try await self.approvedLetter(world)
      _ = try await world.api.post("\(path)/dispatch", Self.request)
      try await eventually("the first attempt has failed") {
        try await world.api.get(path).text.contains("does not answer")
      }
      return path
    }
    _ = try await TestDatabase.current.run("UPDATE dispatch.letter_mail SET due_at = now()")
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let back = try await self.becomes("approved", path, world)
      #expect(back.contains("No way to send e-mail is configured any more."))
      #expect(try await TestDatabase.current.run("SELECT count(*) FROM dispatch.letter_mail").hasPrefix("0"))
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
