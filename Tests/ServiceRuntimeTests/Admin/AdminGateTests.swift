import Foundation
import Hummingbird
import Messages
import Testing

@testable import ServiceRuntime

/// What an administrative address that others can reach answers to whom.
@Suite struct AdminGateTests {
  @Test("Beyond this machine and without an issuer: health to everybody, and nothing else")
  func closed() async throws {
    try await asking(host: "0.0.0.0", issuer: nil) { url in
      for (path, status) in [("health/live", 200), ("metrics", 503), ("admin/quarantine", 503)] {
        let answer = try await ask("GET", url, path)
        #expect(answer.status == status, "\(path)")
      }
    }
  }

  @Test("Beyond this machine with an issuer: figures too, and the rest to an administrator's token")
  func tokens() async throws {
    let issuer = try await TokenIssuer()
    var claims = TokenIssuer.Claims()
    claims.posts = ["administrator"]
    let administrator = try await issuer.token(claims)
    let other = try await issuer.token()
    try await asking(host: "0.0.0.0", issuer: issuer) { url in
      for (path, token, status) in [
        ("health/live", nil, 200), ("metrics", nil, 200), ("admin/quarantine", nil, 401),
        ("admin/quarantine", other, 403), ("admin/quarantine", administrator, 200),
      ] as [(String, String?, Int)] {
        let answer = try await ask(
          "GET", url, path, headers: token.map { ["Authorization": "Bearer \($0)"] } ?? [:])
        #expect(answer.status == status, "\(path)")
      }
    }
  }

  @Test("On this machine everything is answered, as redress asks it")
  func loopback() async throws {
    try await asking(host: "127.0.0.1", issuer: nil) { url in
      for path in ["health/live", "metrics", "admin/quarantine"] {
        let answer = try await ask("GET", url, path)
        #expect(answer.status == 200, "\(path)")
      }
    }
  }
}

/// Serves three paths behind the gate, as if it listened on `host`.
private func asking(host: String, issuer: TokenIssuer?, _ body: (URL) async throws -> Void) async throws {
  let verifier = issuer.map { issuer in
    TokenVerifier(
      TokenSettings(issuer: TokenIssuer.name, audience: "redress", keys: .file("/dev/null")), logger: quiet,
      load: { issuer.keySet })
  }
  let router = Router(context: ServiceRequestContext.self)
  router.add(middleware: AnsweringMiddleware(isStopping: { false }))
  router.add(middleware: AdminGate(address: ListenAddress(host: host, port: 1), verifier: verifier))
  for path in ["health/live", "metrics", "admin/quarantine"] {
    router.get(RouterPath(path)) { _, _ in respond(["path": path]) }
  }
  try await serving(router, body)
}
