import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Testing

@testable import ServiceRuntime

@Suite struct EndpointTests {
  @Test("S70: who holds one of the posts is let in, others are told which posts may, nobody gets in without a token")
  func posts() async throws {
    try await asking { url, issuer in
      #expect(try await ask(url, "letters/CLX-2023-000001").status == 401)
      let refused = try await ask(url, "letters/CLX-2023-000001", token: try await issuer.token(as: "lawyer"))
      #expect(refused.status == 403)
      #expect(refused.text.contains("customer-service-manager, customer-service-representative"))
      let good = try await ask(
        url, "letters/CLX-2023-000001", token: try await issuer.token(as: "customer-service-representative"))
      #expect(good.status == 200 && good.headers["Etag"] == "\"7\"")
      #expect(good.text == #"{"by":"li.na"}"#)
    }
  }

  @Test("R-323: what belongs to another project is refused before anybody looks for it")
  func scope() async throws {
    try await asking { url, issuer in
      let token = try await issuer.token(as: "customer-service-representative")
      #expect(try await ask(url, "letters/DHX-2023-000001", token: token).status == 403)
      #expect(try await ask(url, "letters/clx-1", token: token).status == 404)
      let everywhere = try await issuer.token(as: "customer-service-representative", projects: ["*"])
      #expect(try await ask(url, "letters/DHX-2023-000001", token: everywhere).status == 200)
    }
  }

  @Test("A parameter of the query that is misspelled is refused and not taken as left out; all of them are named")
  func unknownParameters() async throws {
    try await asking(.localDevelopment) { url, _ in
      for body in [nil, #"{"text": "好", "by": "zhao"}"#] {
        let path = "letters/CLX-2023-000001?limt=1&dry_run=true"
        let refused = body == nil ? try await ask(url, path) : try await ask(url, path, post: body ?? "")
        #expect(refused.status == 422)
        #expect(refused.text.contains(#""limt""#) && refused.text.contains(#""dry_run""#))
      }
    }
  }

  @Test("Whose token it is acts, whoever the body names")
  func actor() async throws {
    try await asking { url, issuer in
      let token = try await issuer.token(as: "customer-service-representative")
      for body in [#"{"text": "好"}"#, #"{"text": "好", "by": "zhao"}"#] {
        let answer = try await ask(url, "letters/CLX-2023-000001", post: body, token: token)
        #expect(answer.text == #"{"by":"li.na"}"#)
      }
    }
    try await asking(.localDevelopment) { url, _ in
      let named = try await ask(url, "letters/CLX-2023-000001", post: #"{"text": "好", "by": "zhao"}"#)
      #expect(named.text == #"{"by":"zhao"}"#)
      let unnamed = try await ask(url, "letters/CLX-2023-000001", post: #"{}"#)
      #expect(unnamed.status == 422 && unnamed.text.contains("\"by\"") && unnamed.text.contains("\"text\""))
    }
  }

  @Test("Without an issuer nobody is let in through a proxy, for whom everybody is on this machine")
  func proxy() async throws {
    try await asking(.localDevelopment) { url, _ in
      let (path, body) = ("letters/CLX-2023-000001", #"{"text": "好", "by": "zhao"}"#)
      let direct = try await ask(url, path, post: body, ["Accept": "application/json"])
      #expect(direct.status == 200)
      for header in ["Forwarded", "X-Forwarded-For", "X-Real-IP"] {
        let forwarded = try await ask(url, path, post: body, [header: "for=203.0.113.7"])
        #expect(forwarded.status == 503)
      }
    }
  }

  @Test("If-Match and Idempotency-Key reach the endpoint that takes them, and are refused where they cannot be heeded")
  func headers() async throws {
    try await asking(.localDevelopment) { url, _ in
      let path = "letters/CLX-2023-000001"
      let body = #"{"text": "好", "by": "zhao"}"#
      #expect(try await ask(url, path, post: body, ["If-Match": "\"7\""]).status == 200)
      #expect(try await ask(url, path, post: body, ["If-Match": "*"]).status == 200)
      #expect(try await ask(url, path, post: body, ["If-Match": "\"6\", \"8\""]).status == 412)
      #expect(try await ask(url, path, post: body, ["If-Match": "W/\"7\""]).status == 412)
      #expect(try await ask(url, path, post: body, ["If-Match": "7"]).status == 400)
      #expect(try await ask(url, path, ["If-Match": "\"7\""]).status == 400)
      let keyed = try await ask(url, path, post: body, ["Idempotency-Key": "a-1"])
      #expect(keyed.headers["Location"] == "a-1")
      #expect(try await ask(url, path, post: body, ["Idempotency-Key": "a b"]).status == 400)
      #expect(
        try await ask(url, path, post: body, ["Idempotency-Key": String(repeating: "a", count: 101)]).status == 400)
    }
  }

  @Test("Without an issuer nobody is let in beyond this machine; that it lives is told everybody")
  func closed() async throws {
    try await asking(.closed) { url, _ in
      for (path, status) in [
        ("letters/CLX-2023-000001", 503), ("openapi.json", 503), ("nowhere", 503), ("health/live", 200),
      ] {
        let answer = try await ask(url, path)
        #expect(answer.status == status, "\(path)")
      }
    }
  }

  @Test("Only this machine's own addresses are open without an issuer")
  func loopback() {
    for (host, isLoopback) in [
      ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("localhost", true), ("0.0.0.0", false), ("::", false),
      ("10.0.0.1", false), ("127.example", false),
    ] {
      #expect(ListenAddress(host: host, port: 1).isLoopback == isLoopback, "\(host)")
    }
  }

  @Test("The contract says what an endpoint reads, answers and refuses, and who may ask")
  func contract() throws {
    let text = try OpenAPIDocument(of: .intake, endpoints).text
    let document = try JSONValue(Array(text.utf8))
    let post = try #require(
      document["paths"]?["/letters/{number}"]?["post"])
    #expect(post["x-posts"] == .texts(["customer-service-manager", "customer-service-representative"]))
    let schema = post["requestBody"]?["content"]?["application/json"]?["schema"]
    #expect(schema?["required"] == .texts(["text"]))
    #expect(schema?["properties"]?["text"]?["maxLength"] == .number("100"))
    let refusals = ["400", "401", "403", "404", "409", "412", "413", "415", "422", "503"]
    for status in ["200"] + refusals { #expect(post["responses"]?[status] != nil, "\(status)") }
    let get = document["paths"]?["/letters/{number}"]?["get"]
    for status in ["409", "412", "413", "415"] { #expect(get?["responses"]?[status] == nil, "\(status)") }
    let answer = document["components"]?["schemas"]?["LetterAnswer"]
    #expect(answer?["required"] == .texts(["by"]))
    #expect(answer?["properties"]?["at"]?["format"] == .string("date-time"))
    #expect(answer?["properties"]?["marks"]?["items"]?["enum"] == .texts(["sent", "kept"]))
    #expect(answer?["properties"]?["project"]?["pattern"] == .string(ProjectCode.pattern))
  }
}

extension JSONValue {
  fileprivate subscript(name: String) -> JSONValue? {
    if case .object(let object) = self { object.members(named: name).first?.value } else { nil }
  }
}

extension TokenIssuer {
  fileprivate func token(as post: String, projects: [String] = ["CLX"]) async throws -> String {
    var claims = Claims()
    claims.posts = [post]
    claims.projects = projects
    return try await self.token(claims)
  }
}

private struct LetterAnswer: Codable {
  enum Mark: String, Codable, CaseIterable { case sent, kept }

  let by: String
  var at: Date?
  var project: ProjectCode?
  var marks: [Mark]?
}

private let writers = Access.posts(.customerServiceRepresentative, .customerServiceManager)

private let endpoints = [
  Endpoint(
    .get, "/letters/{number}", "showLetter", TermName("查看信函", "Show a letter"), for: writers, path: [.complaintNumber],
    answers: [.json(LetterAnswer.self, hasVersion: true, "The letter.")]
  ) { _, context in respond(LetterAnswer(by: context.caller.subject)).version(7) },
  Endpoint(
    .post, "/letters/{number}", "writeLetter", TermName("写信", "Write a letter"), for: writers, path: [.complaintNumber],
    takesIfMatch: true,
    reading: { (fields: inout ObjectReader, caller: Caller) -> String? in
      let text = fields.required("text", .line(upTo: 100))
      let person = caller.person(&fields)
      return text == nil ? nil : person
    }, answers: [.json(LetterAnswer.self, "The letter.")],
    use: { (_, context, person: String) in
      try context.precondition.check(7)
      var response = respond(LetterAnswer(by: person))
      // Any header will do to see the key by.
      if let key = context.requestKey { response.headers[.location] = key.key }
      return response
    }),
]

/// Runs a server with the two endpoints; with an issuer of its own, unless somebody else is to be let in.
private func asking(
  _ authentication: Authentication? = nil, _ body: (URL, TokenIssuer) async throws -> Void
) async throws {
  let issuer = try await TokenIssuer()
  let keySet = issuer.keySet
  let settings = TokenSettings(issuer: TokenIssuer.name, audience: "redress", keys: .file("/dev/null"))
  let verifier = TokenVerifier(settings, logger: quiet, load: { keySet })
  let router = Router.answering(
    endpoints, of: .intake, authentication: authentication ?? .tokens(verifier), isStopping: { false })
  try await serving(router) { try await body($0, issuer) }
}

private func ask(
  _ url: URL, _ path: String, post body: String? = nil, _ headers: [String: String] = [:], token: String? = nil
) async throws -> Answer {
  var headers = headers
  headers["Authorization"] = token.map { "Bearer \($0)" }
  return try await ask(body == nil ? "GET" : "POST", url, path, body.map { Data($0.utf8) }, headers: headers)
}
