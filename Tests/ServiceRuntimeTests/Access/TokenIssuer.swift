import Crypto
import CryptoExtras
import Foundation
import JWTKit

/// An issuer of tokens with a key of its own, as a company's identity provider is one; signs with a library that is not
/// ours.
struct TokenIssuer {
  enum Algorithm: String, CaseIterable {
    case eddsa = "EdDSA"
    case es256 = "ES256"
    case rs256 = "RS256"
  }

  static let name = "https://issuer.example"

  let kid: String
  /// Its key set, with one of a kind that nobody here knows.
  let keySet: Data
  private let keys = JWTKeyCollection()

  init(kid: String = "key-1", _ algorithm: Algorithm = .eddsa) async throws {
    let name = JWKIdentifier(string: kid)
    let parts: String
    switch algorithm {
    case .eddsa:
      let key = try EdDSA.PrivateKey(curve: .ed25519)
      await self.keys.add(eddsa: key, kid: name)
      parts = #""kty": "OKP", "crv": "Ed25519", "x": "\#(Self.encoded(key.publicKey.rawRepresentation))""#
    case .es256:
      let key = ES256PrivateKey()
      await self.keys.add(ecdsa: key, kid: name)
      // x and y, 32 bytes each.
      let point = try P256.Signing.PublicKey(pemRepresentation: key.publicKey.pemRepresentation).rawRepresentation
      let (x, y) = (Self.encoded(point.prefix(32)), Self.encoded(point.suffix(32)))
      parts = #""kty": "EC", "crv": "P-256", "x": "\#(x)", "y": "\#(y)""#
    case .rs256:
      let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
      await self.keys.add(
        rsa: try Insecure.RSA.PrivateKey(pem: key.pemRepresentation), digestAlgorithm: .sha256, kid: name)
      let numbers = try key.publicKey.getKeyPrimitives()
      parts =
        #""kty": "RSA", "n": "\#(Self.encoded(numbers.modulus))", "e": "\#(Self.encoded(numbers.publicExponent))""#
    }
    self.kid = kid
    self.keySet = Data(
      """
      {"keys": [{"kid": "\(kid)", "alg": "\(algorithm.rawValue)", \(parts)},
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}]}
      """.utf8)
  }

  func token(_ claims: Claims = Claims(), header: JWTHeader = [:]) async throws -> String {
    try await self.keys.sign(claims, kid: JWKIdentifier(string: self.kid), header: header)
  }

  private static func encoded(_ data: some DataProtocol) -> String {
    Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
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
