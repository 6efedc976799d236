import Foundation
import FoundationNetworking
import Glibc
import Hummingbird
import Logging
import Messages
import Postgres
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite struct HTTPExchangeTests {
  @Test func answersAreJSONWithSortedKeysAndMicroseconds() async throws {
    try await serving { url in
      let answer = try await get(url, "letter/7")
      #expect(answer.status == 200)
      #expect(answer.contentType == "application/json; charset=utf-8")
      #expect(answer.text == #"{"at":"2023-01-03T02:00:00.250000Z","number":"7"}"#)
    }
  }

  @Test func anUnknownPathIsAProblem() async throws {
    try await serving { url in
      let answer = try await get(url, "nowhere")
      #expect(answer.status == 404)
      #expect(answer.contentType == "application/problem+json; charset=utf-8")
      #expect(
        answer.text
          == #"{"detail":"There is no such path.","status":404,"title":"There is nothing of this name.","#
          + #""type":"/problems/not-found"}"#)
    }
  }

  @Test(
    arguments: [
      (Data(#"{"a": 1}"#.utf8), "application/json", 200),
      (Data(#"{"a": 1}"#.utf8), "application/json; charset=utf-8", 200),
      (Data(#"{"a": 1}"#.utf8), "Application/JSON;  charset=\"UTF-8\"", 200),
      (Data(#"{"a": 1}"#.utf8), "application/json; charset=gbk", 415),
      (Data(#"{"a": 1}"#.utf8), "application/json;charset=utf-16", 415),
      (Data(#"{"a": "#.utf8), "application/json", 400), (Data([0xFF]), "application/json", 400),
      (Data(), "application/json", 400), (Data(#"{"a": 1}"#.utf8), "text/plain", 415),
      (Data(repeating: 0x20, count: 128 * 1024 + 1), "application/json", 413),
      (Data(repeating: 0x20, count: 10_000_000), "application/json", 413),
    ])
  func bodiesAreReadWithinLimits(body: Data, contentType: String, status: Int) async throws {
    try await serving { url in
      let answer = try await post(url, "echo", body, contentType: contentType)
      #expect(answer.status == status)
    }
  }

  @Test("A path that has another method says which", arguments: ["PUT", "DELETE", "OPTIONS"])
  func wrongMethod(_ method: String) async throws {
    try await serving { url in
      let answer = try await ask(method, url, "letter/7")
      #expect(answer.status == 405)
      #expect(answer.allow == "GET, HEAD, PATCH")
      #expect(answer.contentType == "application/problem+json; charset=utf-8")
      #expect(
        answer.text
          == #"{"detail":"Allowed: GET, HEAD, PATCH.","status":405,"#
          + #""title":"The path cannot be asked with this method.","type":"/problems/method-not-allowed"}"#)
      #expect(try await ask(method, url, "echo").allow == "POST")
      #expect(try await ask(method, url, "nowhere").status == 404)
    }
  }

  @Test func headAnswersAsGetWithoutABody() async throws {
    try await serving { url in
      let answer = try await ask("HEAD", url, "letter/7")
      #expect(answer.status == 200)
      #expect(answer.contentType == "application/json; charset=utf-8")
      #expect(answer.text.isEmpty)
      #expect(try await ask("HEAD", url, "nowhere").status == 404)
      #expect(try await ask("HEAD", url, "echo").status == 405)
      #expect(try await ask("HEAD", url, "fail/rejected").status == 422)
    }
  }

  @Test("A client that breaks off in the middle of its body is its own error, not ours")
  func brokenOff() async throws {
    let problems = TestSignal<Problem>()
    try await serving(problems: problems) { url in
      let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      try sendAndBreakOff("\(head)Content-Length: 100\r\n\r\n{", port: url.port ?? 0)
      #expect(try await problems.next() == .incomplete)
      try sendAndBreakOff("\(head)Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", port: url.port ?? 0)
      #expect(try await problems.next() == .incomplete)
      #expect(try await get(url, "letter/7").status == 200)
    }
  }

  @Test func errorsOfRoutesAreAnswered() async throws {
    try await serving { url in
      let rejected = try await get(url, "fail/rejected")
      #expect(rejected.status == 422)
      #expect(
        rejected.text
          == #"{"faults":[{"code":"missing","message":"The grade is missing.","path":"grade"}],"status":422,"#
          + #""title":"The request was refused.","type":"/problems/refused"}"#)
      #expect(try await get(url, "fail/database").status == 503)
      let broken = try await get(url, "fail/other")
      #expect(broken.status == 500)
      #expect(!broken.text.contains("13800000000"))
    }
  }

  @Test func aStoppingServerRefusesNewRequests() async throws {
    let stopping = Latch()
    try await serving(until: stopping) { url in
      #expect(try await get(url, "letter/1").status == 200)
      stopping.open()
      let answer = try await get(url, "letter/1")
      #expect(answer.status == 503)
      #expect(answer.retryAfter == "5")
    }
  }

  @Test func aPortThatIsTakenFailsThePart() async throws {
    try await serving { url in
      let taken = ListenAddress(host: "127.0.0.1", port: url.port ?? 0)
      let server = HTTPServer(Router(context: ServiceRequestContext.self), address: taken, logger: quiet)
      let part = server.part("second", kind: .entrance, limit: .seconds(5)) { _ in }
      let failure = await #expect(throws: ListenFailure.self) { try await part.run {} }
      #expect(failure?.description == "cannot listen on \(taken): another process listens there")
    }
  }

  @Test func stoppingLetsARunningRequestFinish() async throws {
    let isAsked = TestSignal<Void>()
    let mayAnswer = Latch()
    let router = Router(context: ServiceRequestContext.self)
    router.get("slow") { _, _ in
      isAsked.send()
      await mayAnswer.wait()
      return respond(["slow": true])
    }
    let listening = TestSignal<ListenAddress>()
    let part = HTTPServer(router, address: ListenAddress(host: "127.0.0.1", port: 0), logger: quiet)
      .part("public server", kind: .entrance, limit: .seconds(5)) { listening.send($0) }
    async let run: Void = part.run {}
    let address = try await listening.next()
    let url = try #require(URL(string: "http://\(address)"))
    async let answer = get(url, "slow")
    try await isAsked.next()
    await part.stop?()
    mayAnswer.open()
    #expect(try await answer.status == 200)
    try await run
  }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a server with one route of each kind.
private func serving(
  until stopping: Latch = Latch(), problems: TestSignal<Problem> = TestSignal(),
  _ body: (URL) async throws -> Void
) async throws {
  let router = Router(context: ServiceRequestContext.self)
  router.add(middleware: AnsweringMiddleware(isStopping: { stopping.isOpen }))
  router.get("letter/{number}") { _, context in
    respond(Letter(number: try context.parameters.require("number"), at: Date(timeIntervalSince1970: 1_672_711_200.25)))
  }
  router.patch("letter/{number}") { _, _ in respond(["changed": true]) }
  router.post("echo") { request, context in
    do {
      _ = try await readJSON(request, context)
    } catch {
      problems.send(AnsweringMiddleware.problem(of: error))
      throw error
    }
    return respond(["read": true])
  }
  router.get("fail/{how}") { _, context -> Response in
    switch context.parameters.get("how") {
    case "rejected": throw Rejected("grade", .missing, "The grade is missing.")
    case "database": throw PostgresError(.connectionLost)
    default: throw PostgresError(.uniqueViolation, detail: "Key (telephone)=(13800000000)")
    }
  }
  try await serving(router, body)
}

/// Sends bytes on a connection of its own and closes it at once.
private func sendAndBreakOff(_ text: String, port: Int) throws {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  try #require(descriptor >= 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  try #require(connected == 0)
  let bytes = Array(text.utf8)
  try #require(write(descriptor, bytes, bytes.count) == bytes.count)
}

private struct Letter: Encodable {
  let number: String
  let at: Date
}
