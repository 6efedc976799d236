import Foundation
import FoundationNetworking
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
      await #expect(throws: (any Error).self) { try await part.run {} }
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
  until stopping: Latch = Latch(), _ body: (URL) async throws -> Void
) async throws {
  let router = Router(context: ServiceRequestContext.self)
  router.add(middleware: AnsweringMiddleware(isStopping: { stopping.isOpen }))
  router.get("letter/{number}") { _, context in
    respond(Letter(number: try context.parameters.require("number"), at: Date(timeIntervalSince1970: 1_672_711_200.25)))
  }
  router.post("echo") { request, context in
    _ = try await readJSON(request, context)
    return respond(["read": true])
  }
  router.get("fail/{how}") { _, context -> Response in
    switch context.parameters.get("how") {
    case "rejected": throw Rejected("grade", .missing, "The grade is missing.")
    case "database": throw PostgresError(.connectionLost)
    default: throw PostgresError(.uniqueViolation, detail: "Key (telephone)=(13800000000)")
    }
  }
  let listening = TestSignal<ListenAddress>()
  let part = HTTPServer(router, address: ListenAddress(host: "127.0.0.1", port: 0), logger: quiet)
    .part("public server", kind: .entrance, limit: .seconds(5)) { listening.send($0) }
  async let run: Void = part.run {}
  let address = try await listening.next()
  do {
    try await body(#require(URL(string: "http://\(address)")))
  } catch {
    await part.stop?()
    throw error
  }
  await part.stop?()
  try await run
}

private struct Letter: Encodable {
  let number: String
  let at: Date
}
