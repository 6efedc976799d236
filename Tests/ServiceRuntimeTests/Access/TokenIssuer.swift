import Foundation
import JWTKit

/// An issuer of tokens with a key of its own, as a company's identity provider is one.
struct TokenIssuer {
  static let name = "https://issuer.example"

  let kid: String
  private let key: EdDSA.PrivateKey

  init(kid: String = "key-1") throws {
    self.kid = kid
    self.key = try EdDSA.PrivateKey(curve: .ed25519)
  }

  /// Its key set, with one of a kind that nobody here knows.
  var keySet: Data {
    Data(
      """
      {"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "\(self.kid)", "x": "\(self.x)"},
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}]}
      """.utf8)
  }

  private var x: String {
    self.key.publicKey.rawRepresentation.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  func token(_ claims: Claims = Claims(), header: JWTHeader = [:]) async throws -> String {
    let keys = JWTKeyCollection()
    await keys.add(eddsa: self.key, kid: JWKIdentifier(string: self.kid))
    return try await keys.sign(claims, kid: JWKIdentifier(string: self.kid), header: header)
  }

  /// What a token says; a test changes what it is about.
  struct Claims: JWTPayload {
    var iss: String? = TokenIssuer.name
    var aud: [String]? = ["redress"]
    var exp: Double? = Date().timeIntervalSince1970 + 600
    var nbf: Double?
    var sub: String? = "li.na"
    var name: String? = "李娜"
    var posts: [String]? = ["customer-service-representative", "gardener"]
    var projects: [String]? = ["CLX", "no project"]

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }
}
