import Crypto
import Foundation
package import Messages

/// An issuer of tokens, as a company's identity provider is one, with its key set in a file for the service under test.
package final class TestIssuer: Sendable {
  private static let name = "https://issuer.example"

  private let key = Curve25519.Signing.PrivateKey()
  private let file = FileManager.default.temporaryDirectory.appending(path: "redress-keys-\(UUID().uuidString)")

  package init() throws {
    let x = Self.encoded(self.key.publicKey.rawRepresentation)
    let keys = #"{"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "test", "x": "\#(x)"}]}"#
    try Data(keys.utf8).write(to: self.file)
  }

  deinit { try? FileManager.default.removeItem(at: self.file) }

  /// What tells a service of the issuer.
  package var settings: [String: String] { ["AUTH_ISSUER": Self.name, "AUTH_JWKS_FILE": self.file.path] }

  /// A token that counts for ten minutes.
  package func token(
    _ posts: [Post], projects: [String] = ["*"], subject: String = "li.na"
  ) throws -> String {
    struct Claims: Encodable {
      let iss: String
      let aud = "redress"
      let sub: String
      let exp: Int
      let posts: [String]
      let projects: [String]
    }
    let claims = Claims(
      iss: Self.name, sub: subject, exp: Int(Date().timeIntervalSince1970) + 600, posts: posts.map(\.rawValue),
      projects: projects)
    let header = Self.encoded(Data(#"{"alg":"EdDSA","kid":"test"}"#.utf8))
    let signed = "\(header).\(Self.encoded(try JSONEncoder().encode(claims)))"
    return "\(signed).\(Self.encoded(try self.key.signature(for: Data(signed.utf8))))"
  }

  private static func encoded(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
