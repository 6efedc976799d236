import Crypto
import Foundation

/// A key of one's own for tokens of development: what in a company its identity provider has.
///
/// Stands in a file of its own as a private JSON Web Key (RFC 8037), with the public part in a key set beside it, which
/// the services read.
struct SigningKey {
  let name: String
  private let key: Curve25519.Signing.PrivateKey

  init() {
    self.init(Curve25519.Signing.PrivateKey())
  }

  private init(_ key: Curve25519.Signing.PrivateKey) {
    self.key = key
    let digest = SHA256.hash(data: key.publicKey.rawRepresentation)
    self.name = digest.prefix(6).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  init(file path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) cannot be read.", advice: "Make a key with redress token --new-key \(path)")
    }
    guard let jwk = try? JSONDecoder().decode(PrivateKey.self, from: data), jwk.crv == "Ed25519",
      let seed = Data(base64URL: jwk.d), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else {
      throw Failure(
        "\(path) holds no key for tokens.", advice: "Make one with redress token --new-key, in another file.")
    }
    self.init(key)
  }

  /// Where the services find the public part.
  static func keySetPath(of path: String) -> String { "\(path).jwks" }

  /// Writes the key, for nobody but its owner to read, and the key set beside it. A key that is there stays.
  func write(to path: String) throws(Failure) {
    let x = self.key.publicKey.rawRepresentation.base64URL
    let secret = PrivateKey(kid: self.name, d: self.key.rawRepresentation.base64URL, x: x)
    let set = PublicKeys(keys: [PublicKeys.Key(kid: self.name, x: x)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        "\(path) is there already.", advice: "Name another file: tokens of the key in it would no longer count.")
    }
    do {
      let isMade = FileManager.default.createFile(
        atPath: path, contents: try encoder.encode(secret), attributes: [.posixPermissions: 0o600])
      guard isMade else { throw CocoaError(.fileWriteUnknown) }
      try encoder.encode(set).write(to: URL(filePath: Self.keySetPath(of: path)))
    } catch {
      throw Failure("\(path) cannot be written.", advice: "Name a file in a directory that is there and yours.")
    }
  }

  /// A JSON Web Token (RFC 7519).
  func token(_ claims: TokenClaims) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let header = try encoder.encode(["alg": "EdDSA", "kid": self.name, "typ": "JWT"]).base64URL
    let signed = "\(header).\(try encoder.encode(claims).base64URL)"
    return "\(signed).\(try self.key.signature(for: Data(signed.utf8)).base64URL)"
  }

  private struct PrivateKey: Codable {
    var kty = "OKP"
    var crv = "Ed25519"
    let kid: String
    let d: String
    let x: String
  }

  private struct PublicKeys: Codable {
    struct Key: Codable {
      var kty = "OKP"
      var crv = "Ed25519"
      var alg = "EdDSA"
      var use = "sig"
      let kid: String
      let x: String
    }
    let keys: [Key]
  }
}

/// What a token says, for the services to read.
struct TokenClaims: Encodable, Equatable {
  let iss: String
  let aud: String
  let sub: String
  let name: String
  let posts: [String]
  let projects: [String]
  let iat: Int
  let exp: Int
}

extension Data {
  /// Base 64 for URLs (RFC 4648, 5), without padding.
  fileprivate var base64URL: String {
    self.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  fileprivate init?(base64URL text: String) {
    let text = text.replacing("-", with: "+").replacing("_", with: "/")
    self.init(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
  }
}
