import Crypto
import DurableMessaging
import Foundation
import HTTPTypes
package import Hummingbird
import Messages

extension Precondition {
  /// `*`, or the versions as ETags give them: `"7"`, `"7", "8"`. A weak one never matches (RFC 9110, 13.1.1).
  init(ifMatch text: String) throws(Problem) {
    if text.trimmingCharacters(in: .whitespaces) == "*" {
      self = .any
      return
    }
    var versions: Set<Int64> = []
    for tag in text.split(separator: ",", omittingEmptySubsequences: false) {
      let tag = tag.trimmingCharacters(in: .whitespaces)
      guard tag.utf8.count >= 2, tag.hasSuffix("\""), tag.hasPrefix("\"") || tag.hasPrefix("W/\"") else {
        throw Problem(.badRequest, type: "bad-request", title: "If-Match holds ETags, as \"7\", or is *.")
      }
      if let version = Int64(tag.dropFirst().dropLast()) { versions.insert(version) }
    }
    self = .versions(versions)
  }
}

extension ServiceRequestContext {
  private static let longestKey = 100

  /// Takes in what the request calls itself, if it does.
  mutating func readRequestKey(of request: Request, body: [UInt8]) throws(Problem) {
    guard request.method == .post, let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else {
      return
    }
    guard (1...Self.longestKey).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Problem(
        .badRequest, type: "bad-request",
        title: "An Idempotency-Key has 1 to \(Self.longestKey) visible ASCII characters.")
    }
    var digest = SHA256()
    digest.update(data: Data("\(request.method) \(request.uri.string)\n".utf8))
    digest.update(data: Data((request.headers[.ifMatch] ?? "").utf8))
    digest.update(data: body)
    self.requestKey = RequestKey(caller: self.caller.subject, key: key, fingerprint: Array(digest.finalize()))
  }
}

extension Response {
  /// With the version of what it shows as a strong ETag, to be sent back in `If-Match`.
  package func version(_ version: Int64) -> Response {
    var response = self
    response.headers[.eTag] = "\"\(version)\""
    return response
  }
}
