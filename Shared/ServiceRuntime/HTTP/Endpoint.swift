import DurableMessaging
package import Hummingbird
package import Messages

/// One thing that people and programs may ask a service over HTTP.
///
/// The declaration is the only place that says it: the route, who may, what is read and the OpenAPI document come from it.
package struct Endpoint: Sendable {
  package typealias Answering = @Sendable (Request, ServiceRequestContext) async throws -> Response

  package let method: HTTPRequest.Method
  /// With `{name}` for each part that names something.
  package let path: String
  /// Unique in the service; programs are generated with it: `assignCase`.
  package let name: String
  /// What it does, for people.
  package let summary: TermName
  /// More words where a summary is not enough; the rules that it follows.
  package let notes: String?
  package let access: Access
  package let pathParameters: [PathParameter]
  package let query: [QueryParameter]
  package let body: EndpointBody
  /// Whether `If-Match` is heeded: the endpoint changes what has versions.
  package let takesIfMatch: Bool
  /// What is answered when all is well; refusals are the same for all endpoints.
  package let answers: [EndpointAnswer]
  let answering: Answering

  /// An endpoint that reads nothing from the body.
  package init(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: TermName, notes: String? = nil,
    for access: Access, path pathParameters: [PathParameter] = [], query: [QueryParameter] = [],
    takesIfMatch: Bool = false, answers: [EndpointAnswer], use answering: @escaping Answering
  ) {
    self.init(
      method, path, name, summary, notes: notes, for: access, path: pathParameters, query: query, body: .none,
      takesIfMatch: takesIfMatch, answers: answers
    ) { request, context in
      var context = context
      try context.readRequestKey(of: request, body: [])
      return try await answering(request, context)
    }
  }

  /// An endpoint with a JSON object as its body.
  ///
  /// - Parameters:
  ///   - reading: asks for every field; the contract describes the same ones. What it refuses is answered with all faults.
  ///   - answering: is given what was read.
  package init<Body: Sendable>(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: TermName, notes: String? = nil,
    for access: Access, path pathParameters: [PathParameter] = [], query: [QueryParameter] = [],
    takesIfMatch: Bool = false, reading: @escaping @Sendable (inout ObjectReader, Caller) -> Body?,
    answers: [EndpointAnswer],
    use answering: @escaping @Sendable (Request, ServiceRequestContext, Body) async throws -> Response
  ) {
    self.init(
      method, path, name, summary, notes: notes, for: access, path: pathParameters, query: query,
      body: .json(ObjectReader.describe { reading(&$0, .unknown) }), takesIfMatch: takesIfMatch, answers: answers
    ) { request, context in
      let (json, bytes) = try await readJSONAndBytes(request, context)
      var context = context
      try context.readRequestKey(of: request, body: bytes)
      let (caller, nameFaults) = (context.caller, context.nameFaults)
      let read = try ObjectReader.read(json) { fields in
        for fault in nameFaults { fields.note(fault.path, fault.code, fault.message) }
        return reading(&fields, caller)
      }
      return try await answering(request, context, read)
    }
  }

  /// An endpoint with bytes of some other kind as its body: a picture, a table.
  ///
  /// - Parameters:
  ///   - types: the media types that are taken, without parameters; `image/*` is a kind of types.
  ///   - limit: how many bytes at most; more are answered with 413.
  package init(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: TermName, notes: String? = nil,
    for access: Access, path pathParameters: [PathParameter] = [], query: [QueryParameter] = [],
    takesIfMatch: Bool = false, taking types: [String], upTo limit: Int, answers: [EndpointAnswer],
    use answering: @escaping @Sendable (Request, ServiceRequestContext, [UInt8]) async throws -> Response
  ) {
    self.init(
      method, path, name, summary, notes: notes, for: access, path: pathParameters, query: query,
      body: .bytes(types, upTo: limit), takesIfMatch: takesIfMatch, answers: answers
    ) { request, context in
      let bytes = try await readBytes(request, types: types, upTo: limit)
      var context = context
      try context.readRequestKey(of: request, body: bytes)
      return try await answering(request, context, bytes)
    }
  }

  private init(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ summary: TermName, notes: String?,
    for access: Access, path pathParameters: [PathParameter], query: [QueryParameter], body: EndpointBody,
    takesIfMatch: Bool, answers: [EndpointAnswer], answering: @escaping Answering
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.summary = summary
    self.notes = notes
    self.access = access
    self.pathParameters = pathParameters
    self.query = query
    self.body = body
    self.takesIfMatch = takesIfMatch
    self.answers = answers
    self.answering = answering
  }

  /// Whether `Idempotency-Key` is heeded.
  var takesRequestKey: Bool { self.method == .post }

  /// Answers the caller whom the context names, if he may ask.
  func respond(to request: Request, _ context: ServiceRequestContext) async throws -> Response {
    try self.access.require(context.caller)
    var context = context
    for parameter in self.pathParameters { try parameter.check(&context, isNew: self.method == .put) }
    try self.requireKnown(request.uri.queryParameters)
    // Those of JSON bodies are answered with the faults of the body.
    if !context.nameFaults.isEmpty, !self.body.isJSON { throw Rejected(context.nameFaults) }
    if let seen = request.headers[.ifMatch] {
      guard self.takesIfMatch else {
        throw Problem(.badRequest, type: "bad-request", title: "This endpoint does not take If-Match.")
      }
      context.precondition = try Precondition(ifMatch: seen)
    }
    return try await AuditPerson.$acting.withValue(context.caller.auditPerson) {
      try await self.answering(request, context)
    }
  }
}

extension Endpoint {
  /// A parameter that is misspelled must not pass as one that was left out: `dry_run=true` would change everything.
  private func requireKnown(_ given: Parameters) throws(Rejected) {
    guard !given.isEmpty else { return }
    let known = self.query.map(\.name)
    let words = known.isEmpty ? "It takes none." : "It takes: \(known.joined(separator: ", "))."
    let faults = given.map { String($0.key) }.filter { !known.contains($0) }.sorted()
      .map { Fault($0, .unknownValue, "The query has no such parameter. \(words)") }
    guard faults.isEmpty else { throw Rejected(faults) }
  }
}

/// What is read from the body of a request.
package enum EndpointBody: Sendable, Equatable {
  case none
  case json([FieldDescription])
  case bytes([String], upTo: Int)

  var isJSON: Bool { if case .json = self { true } else { false } }
}
