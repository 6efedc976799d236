import Foundation
import Messages

/// What a token says, once its signature is known to be good.
struct TokenClaims: Decodable, Sendable {
  /// How far the issuer's clock and ours may be apart, in seconds.
  static let skew: TimeInterval = 60

  let iss: String?
  let aud: OneOrMore?
  let exp: Double?
  let nbf: Double?
  let sub: String?
  let name: String?
  let posts: OneOrMore?
  /// Codes of projects; `*` is all of them.
  let projects: OneOrMore?

  /// A text, or a list of texts: issuers write either.
  struct OneOrMore: Decodable, Sendable {
    let texts: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.texts = [text]
      } else {
        self.texts = try container.decode([String].self)
      }
    }
  }

  /// Who the token is for.
  ///
  /// - Parameter now: by the real clock, also where the service's own is scaled: tokens are real.
  /// - Throws: ``Problem`` 401 that says which claim does not hold.
  func caller(issuer: String, audience: String, now: Date) throws(Problem) -> Caller {
    guard self.iss == issuer else { throw .unauthorized("The token is another issuer's.") }
    guard self.aud?.texts.contains(audience) == true else { throw .unauthorized("The token is for another audience.") }
    let time = now.timeIntervalSince1970
    guard let exp, exp.isFinite else { throw .unauthorized("The token has no end (exp).") }
    guard time < exp + Self.skew else { throw .unauthorized("The token has expired.") }
    if let nbf, time < nbf - Self.skew { throw .unauthorized("The token is not valid yet (nbf).") }
    guard let sub, (1...100).contains(sub.unicodeScalars.count), !sub.unicodeScalars.contains(where: \.isControl) else {
      throw .unauthorized("The token names no account (sub) of 1 to 100 characters.")
    }
    let codes = self.projects?.texts ?? []
    return Caller(
      // Posts that this version does not know are nobody's.
      subject: sub, name: self.name ?? sub, posts: Set((self.posts?.texts ?? []).map { Post($0) }.filter(\.isKnown)),
      projects: codes.contains("*") ? .all : .only(Set(codes.compactMap { ProjectCode($0) })))
  }
}
