import Foundation
import Hummingbird
import JWTKit
import Messages
import NIOConcurrencyHelpers
import Testing

@testable import ServiceRuntime

@Suite struct TokenVerifierTests {
  private let issuer: TokenIssuer
  private let verifier: TokenVerifier

  init() async throws {
    let issuer = try await TokenIssuer()
    self.issuer = issuer
    self.verifier = makeVerifier(of: issuer)
  }

  @Test("S70: a token says who asks, in which posts and for which projects; what is no post of ours is none")
  func whoAsks() async throws {
    let caller = try await self.verifier.caller(token: try await self.issuer.token())
    #expect(caller.subject == "li.na" && caller.name == "李娜")
    #expect(caller.posts == [.customerServiceRepresentative])
    #expect(caller.projects == .only(Set([ProjectCode("CLX")].compactMap(\.self))))
    #expect(!caller.actsForOthers)
    var everywhere = TokenIssuer.Claims()
    everywhere.projects = ["*"]
    everywhere.name = nil
    let other = try await self.verifier.caller(token: try await self.issuer.token(everywhere))
    #expect(other.projects == .all && other.name == "li.na")
  }

  @Test("Without keys the service is degraded and says so, with them it is not")
  func health() async throws {
    #expect(await self.verifier.health == .degraded("no keys of the issuer of tokens: nobody can be let in"))
    _ = try await self.verifier.caller(token: try await self.issuer.token())
    #expect(await self.verifier.health == .passing("the issuer's keys are known"))
  }

  @Test("R-323: a token that names neither posts nor projects lets nobody do anything")
  func nothingGranted() async throws {
    var claims = TokenIssuer.Claims()
    claims.posts = nil
    claims.projects = nil
    let caller = try await self.verifier.caller(token: try await self.issuer.token(claims))
    #expect(!Access.anyEmployee.admits(caller))
    #expect(caller.projects == .only([]))
  }

  @Test("A token counts only from the issuer, and for an account")
  func texts() async throws {
    for iss in ["https://other.example", nil] {
      var claims = TokenIssuer.Claims()
      claims.iss = iss
      await expectRefused(try await self.issuer.token(claims))
    }
    for sub in [nil, "", "li\u{0}na", String(repeating: "a", count: 101)] {
      var claims = TokenIssuer.Claims()
      claims.sub = sub
      await expectRefused(try await self.issuer.token(claims))
    }
  }

  @Test("The clocks of issuer and service may be a minute apart, not more")
  func times() async throws {
    let now = Date().timeIntervalSince1970
    for (exp, nbf, counts) in [
      (now - 50, nil, true), (now - 70, nil, false), (now + 600, now + 50, true), (now + 600, now + 70, false),
      (nil, nil, false),
    ] as [(Double?, Double?, Bool)] {
      var claims = TokenIssuer.Claims()
      claims.exp = exp
      claims.nbf = nbf
      let token = try await self.issuer.token(claims)
      if counts { _ = try await self.verifier.caller(token: token) } else { await expectRefused(token) }
    }
  }

  @Test("Another audience's token is refused; ours may be one of several")
  func audiences() async throws {
    for (audience, counts) in [(["other"], false), (nil, false), ([], false), (["other", "redress"], true)] {
      var claims = TokenIssuer.Claims()
      claims.aud = audience
      let token = try await self.issuer.token(claims)
      if counts { _ = try await self.verifier.caller(token: token) } else { await expectRefused(token) }
    }
  }

  @Test("RS256, ES256 and EdDSA count, each by a key of its own kind only", arguments: TokenIssuer.Algorithm.allCases)
  func algorithms(_ algorithm: TokenIssuer.Algorithm) async throws {
    let issuer = try await TokenIssuer(algorithm)
    let verifier = makeVerifier(of: issuer)
    let token = try await issuer.token()
    #expect(try await verifier.caller(token: token).subject == "li.na")
    // The same token under a header that names another algorithm.
    for other in ["RS256", "ES256", "EdDSA", "RS384", "PS256", "HS256", "none"] where other != algorithm.rawValue {
      let header = Data(#"{"alg":"\#(other)","kid":"key-1"}"#.utf8).base64EncodedString().replacing("=", with: "")
      let forged = "\(header).\(token.split(separator: ".").dropFirst().joined(separator: "."))"
      let problem = await #expect(throws: Problem.self) { try await verifier.caller(token: forged) }
      #expect(problem?.status == .unauthorized, "\(other)")
    }
  }

  @Test("What nobody of the issuer's has signed is refused: another's key, a changed text, none, a secret of our own")
  func signatures() async throws {
    let good = try await self.issuer.token()
    let parts = good.split(separator: ".").map(String.init)
    await expectRefused(try await TokenIssuer().token())
    await expectRefused("\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))")
    await expectRefused("\(parts[0]).\(parts[1]).")
    await expectRefused("\(parts[0]).\(parts[1])")
    var changed = TokenIssuer.Claims()
    changed.posts = ["administrator"]
    let other = try await self.issuer.token(changed).split(separator: ".").map(String.init)
    await expectRefused("\(parts[0]).\(other[1]).\(parts[2])")
    for header in [#"{"alg":"none"}"#, #"{"alg":"HS256","kid":"secret"}"#, #"{"alg":"RS256","kid":"key-1"}"#, "{", ""] {
      let encoded = Data(header.utf8).base64EncodedString().replacing("=", with: "")
      await expectRefused("\(encoded).\(parts[1]).\(parts[2])")
    }
    await expectRefused(String(repeating: "a", count: 10_000))
    await expectRefused("")
  }

  @Test("An extension that must be understood is not: the token is refused (RFC 7515)")
  func criticalExtension() async throws {
    await expectRefused(try await self.issuer.token(header: ["crit": ["exp"], "exp": 1]))
  }

  @Test(
    "A new key of the issuer's is fetched when its first token comes; as long as no key is known, the answer is 503")
  func newKeys() async throws {
    let rotated = try await TokenIssuer(kid: "key-2")
    let sets = NIOLockedValueBox<[Data]>([Data("{}".utf8), self.issuer.keySet, rotated.keySet])
    let verifier = TokenVerifier(
      settings, logger: quiet, pause: .zero,
      load: {
        sets.withLockedValue { $0.count > 1 ? $0.removeFirst() : $0[0] }
      })
    let (old, new) = (try await self.issuer.token(), try await rotated.token())
    let early = await #expect(throws: Problem.self) { try await verifier.caller(token: old) }
    #expect(early?.status == .serviceUnavailable)
    _ = try await verifier.caller(token: old)
    _ = try await verifier.caller(token: new)
    let late = await #expect(throws: Problem.self) { try await verifier.caller(token: old) }
    #expect(late?.status == .unauthorized)
  }

  @Test("Tokens with unknown keys make us ask the issuer once in ten seconds at most")
  func unknownKeysAreNotALever() async throws {
    let count = NIOLockedValueBox(0)
    let keySet = self.issuer.keySet
    let verifier = TokenVerifier(
      settings, logger: quiet,
      load: {
        count.withLockedValue { $0 += 1 }
        return keySet
      })
    let foreign = try await TokenIssuer(kid: "unknown").token()
    for _ in 1...20 { await #expect(throws: Problem.self) { try await verifier.caller(token: foreign) } }
    #expect(count.withLockedValue { $0 } == 1)
  }

  @Test("Keys come from the address or the file that the configuration names; without them the answer is 503")
  func sources() async throws {
    let token = try await self.issuer.token()
    let keySet = self.issuer.keySet
    let router = Router(context: ServiceRequestContext.self)
    router.get("keys") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: keySet))) }
    router.get("other") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "<html>"))) }
    let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    try keySet.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try await serving(router) { url in
      for (keys, isThere) in [
        (.url(url.appending(path: "keys")), true), (.url(url.appending(path: "nowhere")), false),
        (.url(url.appending(path: "other")), false), (.file(file.path), true), (.file("\(file.path)-nowhere"), false),
      ] as [(TokenSettings.Keys, Bool)] {
        let settings = TokenSettings(issuer: TokenIssuer.name, audience: "redress", keys: keys)
        let verifier = TokenVerifier(settings, logger: quiet)
        if isThere {
          _ = try await verifier.caller(token: token)
        } else {
          let problem = await #expect(throws: Problem.self) { try await verifier.caller(token: token) }
          #expect(problem?.status == .serviceUnavailable, "\(keys)")
        }
      }
    }
  }

  private func expectRefused(_ token: String, sourceLocation: SourceLocation = #_sourceLocation) async {
    let problem = await #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      try await self.verifier.caller(token: token)
    }
    #expect(problem?.status == .unauthorized, sourceLocation: sourceLocation)
    #expect(problem?.challenge?.hasPrefix("Bearer ") == true, sourceLocation: sourceLocation)
  }
}

private let settings = TokenSettings(issuer: TokenIssuer.name, audience: "redress", keys: .file("/dev/null"))

private func makeVerifier(of issuer: TokenIssuer) -> TokenVerifier {
  let keySet = issuer.keySet
  return TokenVerifier(settings, logger: quiet, load: { keySet })
}
