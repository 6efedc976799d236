import ArgumentParser
import Crypto
import Foundation
import TestSupport
import Testing

@testable import RedressTool

@Suite struct TokenTests {
  private let directory = FileManager.default.temporaryDirectory.appending(path: "redress-token-\(UUID().uuidString)")
  private var file: String { self.directory.appending(path: "key").path }

  init() throws {
    try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
  }

  @Test(
    "A token is signed by the key whose public part stands in the key set, and says who, in which posts and until when")
  func token() throws {
    defer { try? FileManager.default.removeItem(at: self.directory) }
    let key = SigningKey()
    try key.write(to: self.file)
    let command = try TokenCommand.parse([
      "--subject", "li.na", "--post", "engineer", "--post", "unit-head", "--project", "CLX", "--minutes", "5",
    ])
    let now = Date(timeIntervalSince1970: 1_700_000_000.9)
    let token = try SigningKey(file: self.file).token(try command.claims(now: now))

    let parts = token.split(separator: ".").map(String.init)
    try #require(parts.count == 3)
    let set = try Self.object(Data(contentsOf: URL(filePath: self.file + ".jwks")))
    let jwk = try #require((set["keys"] as? [[String: String]])?.first)
    #expect(jwk["d"] == nil && jwk["crv"] == "Ed25519" && jwk["kty"] == "OKP")
    let header = try Self.object(Self.decoded(parts[0]))
    #expect(header["alg"] as? String == "EdDSA" && header["kid"] as? String == jwk["kid"])
    let x = try Self.decoded(try #require(jwk["x"]))
    let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: x)
    #expect(publicKey.isValidSignature(try Self.decoded(parts[2]), for: Data("\(parts[0]).\(parts[1])".utf8)))
    let claims = try Self.object(Self.decoded(parts[1]))
    #expect(claims["sub"] as? String == "li.na" && claims["name"] as? String == "li.na")
    #expect(claims["posts"] as? [String] == ["engineer", "unit-head"] && claims["projects"] as? [String] == ["CLX"])
    #expect(claims["iss"] as? String == "redress-development" && claims["aud"] as? String == "redress")
    #expect(claims["exp"] as? Int == 1_700_000_300)
  }

  @Test("The key is for nobody but its owner to read, and is never written over")
  func keyFile() throws {
    defer { try? FileManager.default.removeItem(at: self.directory) }
    try SigningKey().write(to: self.file)
    let rights = try FileManager.default.attributesOfItem(atPath: self.file)[.posixPermissions] as? Int
    #expect(rights == 0o600)
    let before = try Data(contentsOf: URL(filePath: self.file))
    #expect(throws: Failure.self) { try SigningKey().write(to: self.file) }
    #expect(try Data(contentsOf: URL(filePath: self.file)) == before)
    #expect(throws: Failure.self) { try SigningKey(file: self.file + ".jwks") }
    #expect(throws: Failure.self) { try SigningKey(file: self.file + ".nowhere") }
  }

  @Test(
    "A post or project that is none, no account, and a key together with a token are told at once",
    arguments: [
      ["--post", "engineer"], ["--subject", "li.na"], ["--subject", "li.na", "--post", "gardener"],
      ["--subject", "li.na", "--post", "engineer", "--project", "clx"], ["--subject", "", "--post", "engineer"],
      ["--subject", "li.na", "--post", "engineer", "--minutes", "0"], ["--new-key", "k", "--subject", "li.na"],
    ])
  func refused(_ arguments: [String]) {
    #expect(throws: (any Error).self) { try TokenCommand.parse(arguments) }
  }

  private static func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func decoded(_ text: String) throws -> Data {
    let text = text.replacing("-", with: "+").replacing("_", with: "/")
    return try #require(Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)))
  }
}
