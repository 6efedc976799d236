import Hummingbird
import Messages

/// A way in which an endpoint may be refused, as a problem (RFC 9457).
enum Refusal: Int, CaseIterable {
  case badRequest = 400
  case unauthorized = 401
  case forbidden = 403
  case notFound = 404
  case conflict = 409
  case changedMeanwhile = 412
  case tooLarge = 413
  case contentType = 415
  case refused = 422
  case unavailable = 503

  static func all(of endpoint: Endpoint) -> [Refusal] {
    let hasBody = endpoint.body != .none
    let changes = endpoint.method != .get
    return self.allCases.filter { refusal in
      switch refusal {
      // The query of any may hold what it does not take.
      case .badRequest, .unauthorized, .forbidden, .refused, .unavailable: true
      case .notFound: !endpoint.pathParameters.isEmpty || endpoint.query.contains(where: \.isRequired)
      case .conflict: changes
      case .changedMeanwhile: endpoint.takesIfMatch
      case .tooLarge, .contentType: hasBody
      }
    }
  }

  var code: String { String(self.rawValue) }

  var reference: JSONValue { .object(("$ref", .string("#/components/responses/\(self.name)"))) }

  static let components = JSONValue.object(
    Self.allCases.map { refusal in
      (
        refusal.name,
        .object(
          ("description", .string(refusal.notes)),
          (
            "content",
            .object(
              (
                "application/problem+json",
                .object(("schema", .object(("$ref", .string("#/components/schemas/Problem")))))
              ))
          ))
      )
    })

  static let schema = JSONValue.object(
    ("type", .string("object")), ("required", .texts(["type", "title", "status"])),
    (
      "properties",
      .object(
        ("type", Self.text("A word for programs: /problems/<word>.")), ("title", Self.text("What it is, for people.")),
        ("status", JSONValue.object(("type", .string("integer"))).explained("status")),
        ("detail", Self.text("More about this time.")),
        (
          "faults",
          .object(
            ("type", .string("array")), ("description", .string("Everything that is wrong, at once.")),
            (
              "items",
              .object(
                ("type", .string("object")), ("required", .texts(["path", "code", "message"])),
                (
                  "properties",
                  .object(
                    ("path", Self.text("Where, as unit.project; empty for the whole.")),
                    ("code", Self.text("What, for programs.")), ("message", Self.text("What, for people.")))
                ))
            ))
        ))
    ))

  private static func text(_ description: String) -> JSONValue {
    .object(("type", .string("string")), ("description", .string(description)))
  }

  private var name: String {
    switch self {
    case .badRequest: "BadRequest"
    case .unauthorized: "Unauthorized"
    case .forbidden: "Forbidden"
    case .notFound: "NotFound"
    case .conflict: "Conflict"
    case .changedMeanwhile: "ChangedMeanwhile"
    case .tooLarge: "TooLarge"
    case .contentType: "ContentType"
    case .refused: "Refused"
    case .unavailable: "Unavailable"
    }
  }

  private var notes: String {
    switch self {
    case .badRequest: "The request is no HTTP, no JSON, or holds a header that cannot be read."
    case .unauthorized: "A token of the company's issuer is needed."
    case .forbidden: "The caller's posts or projects do not allow it."
    case .notFound: "There is nothing of this name."
    case .conflict: "It does not fit what is known, or the same request is under way."
    case .changedMeanwhile: "It has been changed since the caller has seen it."
    case .tooLarge: "The body is too large."
    case .contentType: "The body is of another type than those that are taken."
    case .refused: "The request was read and refused, with every fault."
    case .unavailable: "What the service needs is away for the moment; Retry-After says when to ask again."
    }
  }
}
