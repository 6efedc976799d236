import Crypto
import Foundation

/// AWS Signature Version 4 of one request, as S3 and the stores that speak like it want it in the header `Authorization`.
///
/// Every step can be looked at, because that is how AWS's documentation shows its examples
/// (AmazonS3/latest/API/sig-v4-header-based-auth.html).
struct SignatureV4 {
  struct Key: Sendable, Equatable {
    /// The access key's name; not secret.
    let name: String
    let secret: String
    let region: String
  }

  let canonicalRequest: String
  let stringToSign: String
  let signature: String
  /// All that is to be sent: those that were given, and what the signature adds.
  let headers: [String: String]

  /// - Parameters:
  ///   - path: with its slash, as people write it; see ``encoded(_:keepsSlashes:)`` for how it is sent.
  ///   - headers: with the host; names in lower case.
  ///   - checksum: SHA-256 of the body in hexadecimal digits.
  init(
    _ method: String, path: String, query: [(name: String, value: String)] = [], headers: [String: String],
    checksum: String, key: Key, at date: Date
  ) {
    let time = date.formatted(
      Date.ISO8601FormatStyle(dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted))
    let day = String(time.prefix(8))
    let scope = "\(day)/\(key.region)/s3/aws4_request"
    let sent = headers.merging(["x-amz-date": time, "x-amz-content-sha256": checksum]) { $1 }
    let names = sent.keys.sorted()
    let parameters = query.map { (Self.encoded($0.name), Self.encoded($0.value)) }.sorted { $0 < $1 }
    self.canonicalRequest =
      ([method, Self.encoded(path, keepsSlashes: true), parameters.map { "\($0)=\($1)" }.joined(separator: "&")]
      + names.map { "\($0):\(Self.trimmed(sent[$0, default: ""]))" }
      + ["", names.joined(separator: ";"), checksum]).joined(separator: "\n")
    self.stringToSign = [
      "AWS4-HMAC-SHA256", time, scope, SHA256.hash(data: Data(self.canonicalRequest.utf8)).hexadecimal,
    ].joined(separator: "\n")
    var derived = SymmetricKey(data: Data("AWS4\(key.secret)".utf8))
    for part in [day, key.region, "s3", "aws4_request"] {
      derived = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: derived))
    }
    self.signature = HMAC<SHA256>.authenticationCode(for: Data(self.stringToSign.utf8), using: derived).hexadecimal
    let proof = "Credential=\(key.name)/\(scope),SignedHeaders=\(names.joined(separator: ";"))"
    self.headers = sent.merging(["authorization": "AWS4-HMAC-SHA256 \(proof),Signature=\(self.signature)"]) { $1 }
  }

  /// Percent-encoded, once, but for what RFC 3986 calls unreserved.
  static func encoded(_ text: String, keepsSlashes: Bool = false) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      if plain.contains(byte) || keepsSlashes && byte == UInt8(ascii: "/") {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%")] + Array([byte].hexadecimal.uppercased().utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Without blanks at the ends, and with one where there are several.
  private static func trimmed(_ value: String) -> String {
    value.split(separator: " ").joined(separator: " ")
  }
}

extension Sequence<UInt8> {
  /// Two lower-case digits a byte.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: self.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
  }
}
