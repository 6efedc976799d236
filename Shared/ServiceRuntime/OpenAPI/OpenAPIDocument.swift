import Hummingbird
package import Messages

/// The OpenAPI 3.1 document of a service, made of the declarations of its endpoints.
package struct OpenAPIDocument: Sendable {
  package let text: String

  /// - Throws: ``UndescribedAnswer`` when the type of an answer cannot be described; a test of each service finds that.
  package init(of service: Service, _ endpoints: [Endpoint]) throws {
    var schemas = NamedSchemas()
    var paths: [(String, JSONValue)] = []
    for (path, group) in Self.byPath(endpoints) {
      let members = try group.map { ($0.method.rawValue.lowercased(), try Self.endpoint($0, &schemas)) }
      paths.append((path, .object(members)))
    }
    self.text =
      JSONValue.object(
        ("openapi", .string("3.1.0")),
        (
          "info",
          .object(
            ("title", .string("redress \(service.rawValue)")), ("version", .string(ServiceMain.version)),
            ("description", .string("\(service.summary)\n\n\(Self.introduction)")))
        ), ("servers", .array([.object(("url", .string("/")))])),
        ("security", .array([.object(("token", .array([])))])), ("paths", .object(paths)),
        (
          "components",
          .object(
            ("securitySchemes", .object(("token", Self.token))), ("parameters", Self.headers),
            ("responses", Refusal.components), ("schemas", .object([("Problem", Refusal.schema)] + schemas.all)))
        )
      ).text() + "\n"
  }

  private static let introduction = """
    Whoever asks sends a token of the company's issuer: `Authorization: Bearer …`, a JSON Web Token with the claims `sub`, \
    `name`, `posts` and `projects`. `x-posts` of an endpoint lists the posts that may ask for it; what belongs to a \
    project is shown to and changed by those only whose token names the project, or `*` for all. What is wrong with a \
    request is answered as a problem (RFC 9457) with all of its faults at once.
    """

  private static let token = JSONValue.object(
    ("type", .string("http")), ("scheme", .string("bearer")), ("bearerFormat", .string("JWT")))

  private static let headers = JSONValue.object(
    (
      "IfMatch",
      .object(
        ("name", .string("If-Match")), ("in", .string("header")), ("required", .boolean(false)),
        ("schema", .object(("type", .string("string")), ("examples", .texts(["\"7\""])))),
        ("description", .string("The ETag that was seen: the change is refused with 412 when it is another one now.")))
    ),
    (
      "IdempotencyKey",
      .object(
        ("name", .string("Idempotency-Key")), ("in", .string("header")), ("required", .boolean(false)),
        ("schema", .object(("type", .string("string")), ("pattern", .string("^[!-~]{1,100}$")))),
        (
          "description",
          .string(
            "The same request with the same key is done once, and answered the same again for a day. Another request "
              + "with the key is refused with 422, one that is still under way with 409.")
        ))
    ))

  /// In the order in which they are declared.
  private static func byPath(_ endpoints: [Endpoint]) -> [(path: String, endpoints: [Endpoint])] {
    var paths: [String] = []
    for endpoint in endpoints where !paths.contains(endpoint.path) { paths.append(endpoint.path) }
    return paths.map { path in (path, endpoints.filter { $0.path == path }) }
  }

  private static func endpoint(_ endpoint: Endpoint, _ schemas: inout NamedSchemas) throws -> JSONValue {
    var answers: [(String, JSONValue)] = []
    for answer in endpoint.answers {
      answers.append((String(answer.status.code), try self.answer(answer, &schemas)))
    }
    answers += Refusal.all(of: endpoint).map { ($0.code, $0.reference) }
    return .object(
      ("operationId", .string(endpoint.name)),
      ("summary", .string("\(endpoint.summary.english) / \(endpoint.summary.chinese)")),
      ("description", endpoint.notes.map(JSONValue.string)), ("x-posts", .texts(endpoint.access.words)),
      ("parameters", self.parameters(endpoint)), ("requestBody", self.body(endpoint.body)),
      ("responses", .object(answers)))
  }

  private static func parameters(_ endpoint: Endpoint) -> JSONValue? {
    var all = endpoint.pathParameters.map { parameter in
      JSONValue.object(
        ("name", .string(parameter.name)), ("in", .string("path")), ("required", .boolean(true)),
        (
          "schema",
          .object(
            ("type", .string("string")), ("pattern", .string(parameter.pattern)),
            ("examples", .texts([parameter.example])))
        ))
    }
    all += endpoint.query.map { parameter in
      .object(
        ("name", .string(parameter.name)), ("in", .string("query")), ("required", .boolean(parameter.isRequired)),
        ("schema", parameter.schema.json), ("description", .string(parameter.notes)))
    }
    if endpoint.takesIfMatch { all.append(.object(("$ref", .string("#/components/parameters/IfMatch")))) }
    if endpoint.takesRequestKey { all.append(.object(("$ref", .string("#/components/parameters/IdempotencyKey")))) }
    return all.isEmpty ? nil : .array(all)
  }

  private static func body(_ body: EndpointBody) -> JSONValue? {
    switch body {
    case .none: return nil
    case .json(let fields):
      return .object(
        ("required", .boolean(true)),
        ("content", .object(("application/json", .object(("schema", FieldSchema.json(fields)))))))
    case .bytes(let types, _):
      return .object(("required", .boolean(true)), ("content", .object(types.map { ($0, .object()) })))
    }
  }

  private static func answer(_ answer: EndpointAnswer, _ schemas: inout NamedSchemas) throws -> JSONValue {
    let content: JSONValue? =
      switch answer.content {
      case .json(let type):
        .object(("application/json", .object(("schema", try schemas.reference(to: type)))))
      case .bytes(let types): .object(types.map { ($0, .object()) })
      case .none: nil
      }
    let etag = JSONValue.object(
      (
        "ETag",
        .object(
          ("schema", .object(("type", .string("string")))), ("description", .string("The version, for If-Match.")))
      ))
    return .object(
      ("description", .string(answer.notes)), ("headers", answer.hasVersion ? etag : nil), ("content", content))
  }
}

/// The schemas of answers, each once.
struct NamedSchemas {
  private(set) var all: [(String, JSONValue)] = []

  /// By name where the type has one; a list is described where it stands.
  mutating func reference(to type: any Decodable.Type) throws -> JSONValue {
    let schema = try AnswerSchema.json(type)
    let plain = String(describing: type)
    guard plain.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return schema }
    // Two types may have the same name in two places.
    var name = plain
    while let known = self.all.first(where: { $0.0 == name }), known.1 != schema { name += "2" }
    if !self.all.contains(where: { $0.0 == name }) { self.all.append((name, schema)) }
    return .object(("$ref", .string("#/components/schemas/\(name)")))
  }
}
