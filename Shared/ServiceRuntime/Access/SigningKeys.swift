import Foundation
import JWTKit

/// The keys of an issuer at one time: a JSON Web Key Set (RFC 7517), without what we do not use.
struct SigningKeys: Sendable {
  /// What may sign a token. Nothing symmetric: whoever can verify could sign; and not "none".
  static let algorithms: Set = ["RS256", "ES256", "EdDSA"]

  private let collection: JWTKeyCollection
  private let names: Set<String>

  /// - Throws: when the text is no key set, or holds no key that may sign a token.
  init(json: Data) async throws {
    let keys = try JSONDecoder().decode(KeySet.self, from: json).keys.compactMap(\.key)
    let collection = JWTKeyCollection()
    var names: Set<String> = []
    for (index, var key) in keys.enumerated() {
      if let algorithm = key.algorithm, !Self.algorithms.contains(algorithm.rawValue) { continue }
      let name = key.keyIdentifier?.string ?? "unnamed \(index)"
      key.keyIdentifier = JWKIdentifier(string: name)
      // A curve of another algorithm, a number that is none: of no use to us, and no reason to refuse the others.
      guard (try? await collection.add(jwk: key)) != nil else { continue }
      names.insert(name)
    }
    guard !names.isEmpty else { throw UnusableKeys() }
    self.collection = collection
    self.names = names
  }

  /// Whether the set has the key that a token is signed with. A token that names none is signed with the only one.
  func knows(_ header: TokenHeader) -> Bool { self.name(header) != nil }

  /// - Throws: when the signature is not that key's.
  func claims(of token: String, header: TokenHeader) async throws -> TokenClaims {
    guard let name = self.name(header) else { throw UnusableKeys() }
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw UnusableKeys() }
    let algorithm = try await self.collection.getKey(for: JWKIdentifier(string: name), alg: header.alg)
    guard algorithm.name == header.alg, let signature = Data(base64URL: parts[2]),
      let payload = Data(base64URL: parts[1]),
      try algorithm.verify(signature, signs: Data(token.utf8.prefix(parts[0].count + 1 + parts[1].count)))
    else { throw UnusableKeys() }
    return try JSONDecoder().decode(TokenClaims.self, from: payload)
  }

  private func name(_ header: TokenHeader) -> String? {
    guard let name = header.kid else { return self.names.count == 1 ? self.names.first : nil }
    return self.names.contains(name) ? name : nil
  }

  /// Keys of kinds that the library does not know are left out; its own key set would refuse the whole.
  private struct KeySet: Decodable {
    struct Entry: Decodable {
      let key: JWK?
      init(from decoder: any Decoder) throws { self.key = try? JWK(from: decoder) }
    }
    let keys: [Entry]
  }
}

/// A key set without a key of use, or a token that none of the keys has signed.
struct UnusableKeys: Error {}

/// The part of a token that says how it is signed.
struct TokenHeader: Decodable {
  let alg: String
  let kid: String?
  /// Extensions that must be understood (RFC 7515, 4.1.11); we understand none.
  let crit: [String]?

  /// - Returns: nil when the token cannot be one of ours.
  init?(of token: String) {
    guard let first = token.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1).first,
      let data = Data(base64URL: first), let header = try? JSONDecoder().decode(TokenHeader.self, from: data),
      SigningKeys.algorithms.contains(header.alg), header.crit == nil
    else { return nil }
    self = header
  }
}

extension Data {
  /// Base 64 for URLs (RFC 4648, 5) without padding; nil for anything else.
  init?(base64URL bytes: Substring.UTF8View) {
    guard bytes.count % 4 != 1 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).replacing("-", with: "+").replacing("_", with: "/")
    self.init(base64Encoded: text + String(repeating: "=", count: (4 - bytes.count % 4) % 4))
  }
}
