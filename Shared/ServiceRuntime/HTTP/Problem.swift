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

  package init(
    _ status: HTTPResponse.Status, type: String, title: String, detail: String? = nil, faults: [Fault] = [],
    retryAfter: Int? = nil
  ) {
    self.init(
      status, type: type, title: title, detail: detail, faults: faults, retryAfter: retryAfter, allowed: [])
  }

  private init(
    _ status: HTTPResponse.Status, type: String, title: String, detail: String?, faults: [Fault], retryAfter: Int?,
    allowed: [HTTPRequest.Method]
  ) {
    self.status = status
    self.type = type
    self.title = title
    self.detail = detail
    self.faults = faults
    self.retryAfter = retryAfter
    self.allowed = allowed
  }

  /// The answer to an input that was understood and refused. What the sender can correct in the input comes first: a
  /// status of 404 or 409 says that all of it was in order otherwise.
  package init(rejected: Rejected) {
    let codes = Set(rejected.faults.map(\.code))
    let (status, type, title): (HTTPResponse.Status, String, String) =
      if codes.contains(.tooLarge) {
        (.contentTooLarge, "too-large", "The request is too large.")
      } else if codes.contains(.contentType) {
        (.unsupportedMediaType, "content-type", "The content type is not application/json.")
      } else if !codes.isDisjoint(with: [.notJSON, .notUTF8]) {
        (.badRequest, "not-json", "The request is not JSON.")
      } else if codes == [.notFound] {
        (.notFound, "not-found", "There is nothing of this name.")
      } else if !codes.isEmpty, codes.isSubset(of: [.conflict, .wrongState, .notFound]) {
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

  /// The path is known, but not with this method.
  static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
    Problem(
      .methodNotAllowed, type: "method-not-allowed", title: "The path cannot be asked with this method.",
      detail: "Allowed: \(Self.list(allowed)).", faults: [], retryAfter: nil, allowed: allowed)
  }

  /// The client has broken off; it reads this only where it has closed no more than its own half.
  static let incomplete = Problem(
    .badRequest, type: "incomplete", title: "The request ended before its body was complete.")

  /// Something of ours is broken. What it is stands in the log.
  static let internalError = Problem(
    .internalServerError, type: "internal", title: "The service has failed to answer.",
    detail: "The failure has been logged; trying again may help.")

  package func response(from request: Request, context: some RequestContext) -> Response {
    var response = jsonResponse(
      Body(
        type: "/problems/\(self.type)", title: self.title, status: self.status.code, detail: self.detail,
        faults: self.faults.isEmpty ? nil : self.faults),
      status: self.status, contentType: "application/problem+json; charset=utf-8")
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
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
