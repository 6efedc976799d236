import DurableMessaging
package import Hummingbird
package import Messages

/// A request that is not fulfilled, as RFC 9457 `application/problem+json`.
package struct Problem: Error, HTTPResponseError, Equatable {
  package let status: HTTPResponse.Status
  /// A word for programs, out of a closed set; `type` of the answer is `/problems/<word>`.
  package let type: String
  package let title: String
  package let detail: String?
  package let faults: [Fault]
  /// For 503: after how many seconds to ask again.
  package let retryAfter: Int?
  /// For 405: what the path can be asked with.
  let allowed: [HTTPRequest.Method]
  /// For 401: how to prove who asks (RFC 6750).
  let challenge: String?

  package init(
    _ status: HTTPResponse.Status, type: String, title: String, detail: String? = nil, faults: [Fault] = [],
    retryAfter: Int? = nil
  ) {
    self.init(
      status, type: type, title: title, detail: detail, faults: faults, retryAfter: retryAfter, allowed: [],
      challenge: nil)
  }

  private init(
    _ status: HTTPResponse.Status, type: String, title: String, detail: String?, faults: [Fault], retryAfter: Int?,
    allowed: [HTTPRequest.Method], challenge: String?
  ) {
    self.status = status
    self.type = type
    self.title = title
    self.detail = detail
    self.faults = faults
    self.retryAfter = retryAfter
    self.allowed = allowed
    self.challenge = challenge
  }

  /// The answer to an input that was understood and refused. What the sender can correct in the input comes first: a
  /// status of 404 or 409 says that all of it was in order otherwise.
  package init(rejected: Rejected) {
    let codes = Set(rejected.faults.map(\.code))
    let (status, type, title): (HTTPResponse.Status, String, String) =
      if codes.contains(.tooLarge) {
        (.contentTooLarge, "too-large", "The request is too large.")
      } else if codes.contains(.contentType) {
        (.unsupportedMediaType, "content-type", "The content type is not one that is taken.")
      } else if !codes.isDisjoint(with: [.notJSON, .notUTF8]) {
        (.badRequest, "not-json", "The request is not JSON.")
      } else if codes.contains(.changedMeanwhile) {
        (.preconditionFailed, "changed-meanwhile", "It has been changed since you have seen it.")
      } else if codes == [.notEntitled] {
        (.forbidden, "forbidden", "You may not do this.")
      } else if codes == [.notFound] {
        (.notFound, "not-found", "There is nothing of this name.")
      } else if !codes.isEmpty, codes.isSubset(of: [.conflict, .wrongState, .notFound, .requestUnderWay]) {
        (.conflict, "conflict", "The request does not fit what is known.")
      } else {
        (.unprocessableContent, "refused", "The request was refused.")
      }
    self.init(status, type: type, title: title, faults: rejected.faults)
  }

  /// Nothing is there under this name.
  package static func notFound(_ detail: String? = nil) -> Problem {
    Problem(.notFound, type: "not-found", title: "There is nothing of this name.", detail: detail)
  }

  /// What the service needs is away for the moment, or the service is stopping.
  package static func unavailable(_ detail: String) -> Problem {
    Problem(
      .serviceUnavailable, type: "unavailable", title: "The service cannot answer at the moment.", detail: detail,
      retryAfter: 5)
  }

  /// Nobody has proved who asks. `detail` says what is wrong with the token; nil where there is none.
  static func unauthorized(_ detail: String?) -> Problem {
    let error = detail.map { #", error="invalid_token", error_description="\#($0)""# } ?? ""
    return Problem(
      .unauthorized, type: "unauthorized", title: "A token of the company's issuer is needed.", detail: detail,
      faults: [], retryAfter: nil, allowed: [], challenge: #"Bearer realm="redress"\#(error)"#)
  }

  /// Who asks is known, and may not.
  package static func forbidden(_ detail: String) -> Problem {
    Problem(.forbidden, type: "forbidden", title: "You may not do this.", detail: detail)
  }

  /// The path is known, but not with this method.
  static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
    Problem(
      .methodNotAllowed, type: "method-not-allowed", title: "The path cannot be asked with this method.",
      detail: "Allowed: \(Self.list(allowed)).", faults: [], retryAfter: nil, allowed: allowed,
      challenge: nil)
  }

  /// The client has broken off; it reads this only where it has closed no more than its own half.
  static let incomplete = Problem(
    .badRequest, type: "incomplete", title: "The request ended before its body was complete.")

  /// Something of ours is broken. What it is stands in the log.
  package static let internalError = Problem(
    .internalServerError, type: "internal", title: "The service has failed to answer.",
    detail: "The failure has been logged; trying again may help.")

  package func response(from request: Request, context: some RequestContext) -> Response {
    var response = jsonResponse(
      Body(
        type: "/problems/\(self.type)", title: self.title, status: self.status.code, detail: self.detail,
        faults: self.faults.isEmpty ? nil : self.faults),
      status: self.status, contentType: "application/problem+json; charset=utf-8")
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
    if let challenge { response.headers[.wwwAuthenticate] = challenge }
    if !self.allowed.isEmpty { response.headers[.allow] = Self.list(self.allowed) }
    return response
  }

  private static func list(_ methods: [HTTPRequest.Method]) -> String {
    methods.map(\.rawValue).joined(separator: ", ")
  }

  private struct Body: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String?
    let faults: [Fault]?
  }
}
