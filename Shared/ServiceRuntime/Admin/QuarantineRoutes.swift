import DurableMessaging
import Hummingbird
import Logging
import Messages

/// What operators do with messages that could not be handled: look, try again, give up. `redress quarantine` does it for
/// all services.
struct QuarantineRoutes: Sendable {
  private static let pageLimits = 1...500

  let quarantine: Quarantine
  /// Says who a token is for; nil where nobody issues any.
  let verifier: TokenVerifier?
  let logger: Logger

  func add(to router: Router<ServiceRequestContext>) {
    router.get("admin/quarantine") { request, _ in try await self.list(request) }
    router.get("admin/quarantine/{id}") { _, context in try await self.show(context) }
    router.post("admin/quarantine/{id}/read") { request, context in try await self.read(request, context) }
    router.post("admin/quarantine/{id}/replay") { request, context in try await self.replay(request, context) }
    router.post("admin/quarantine/{id}/discard") { request, context in try await self.discard(request, context) }
  }

  /// `?after=<id of the last one seen>&limit=<1 to 500>`, in order of arrival.
  private func list(_ request: Request) async throws -> Response {
    let query = request.uri.queryParameters
    var faults: [Fault] = []
    func number(_ name: String, _ range: ClosedRange<Int64>) -> Int64? {
      guard let text = query[name[...]] else { return nil }
      if let number = Int64(text), range.contains(number) { return number }
      faults.append(Fault(name, .invalid, "Must be a whole number from \(range.lowerBound) to \(range.upperBound)."))
      return nil
    }
    let after = number("after", 0...Int64.max)
    let limit = number("limit", Int64(Self.pageLimits.lowerBound)...Int64(Self.pageLimits.upperBound)) ?? 50
    guard faults.isEmpty else { throw Rejected(faults) }
    let entries = try await self.quarantine.list(after: after, limit: Int(limit))
    return respond(Page(messages: entries, next: entries.count == limit ? entries.last?.id : nil))
  }

  /// Everything but the customer's words; also of a message about which somebody has decided.
  private func show(_ context: ServiceRequestContext) async throws -> Response {
    guard let message = try await self.quarantine.find(try Self.id(context)) else { throw Self.nothing }
    return respond(message)
  }

  /// The body as it came, for `{"by": "who reads it", "reason": "why"}`.
  private func read(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
    let id = try Self.id(context)
    let motive = try await Self.motive(request, context)
    try await self.requireReader(of: id, request)
    guard let body = try await self.quarantine.read(id, by: motive.person, reason: motive.reason) else {
      throw Self.nothing
    }
    self.logger.notice("The contents of a message in quarantine were read.", metadata: ["id": "\(id)"])
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// a report of misconduct is read by the leading group alone, which shows who it is by its token, also on this
  /// machine. Whoever keeps the service can still have it handled again, or give it up.
  private func requireReader(of id: Int64, _ request: Request) async throws {
    guard let report = try await self.quarantine.misconductReport(id) else { return }
    let readers = Access.posts(.generalManager, .leaderInCharge)
    guard let verifier, request.headers[.authorization] != nil else {
      throw Problem.forbidden("A report of misconduct is read by the leading group alone, with its token (R-316).")
    }
    let caller = try await Authentication.tokens(verifier).caller(of: request)
    try readers.require(caller)
    // What names no project, or cannot be read, is for those who have all.
    if let project = report.project {
      try caller.requireScope(project)
    } else if caller.projects != .all {
      throw Problem.forbidden("Its project cannot be made out, and you have only some of them.")
    }
  }

  /// `{"by": "who decides so"}`, and if wanted `"reason": "why"`.
  private func replay(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
    let id = try Self.id(context)
    let (person, reason) = try ObjectReader.read(try await readJSON(request, context)) { fields in
      let person = fields.required("by", .line(upTo: 100))
      let reason = fields.optional("reason", .line(upTo: 1000))
      return person.map { ($0, reason) }
    }
    guard try await self.quarantine.replay(id, by: person, reason: reason) else { throw Self.nothing }
    self.logger.notice("A message was taken out of quarantine to be handled again.", metadata: ["id": "\(id)"])
    return respond(Decision(id: id, decision: "replay"))
  }

  /// `{"by": "who decides so", "reason": "why"}`
  private func discard(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
    let id = try Self.id(context)
    let motive = try await Self.motive(request, context)
    guard try await self.quarantine.discard(id, by: motive.person, reason: motive.reason) else { throw Self.nothing }
    self.logger.notice("A message in quarantine was given up.", metadata: ["id": "\(id)"])
    return respond(Decision(id: id, decision: "discard"))
  }

  private struct Motive {
    let person: String
    let reason: String
  }

  // Not inlined: with it inside `discard` the optimiser (6.3.1, release) crashes while it splits that function.
  @inline(never)
  private static func motive(_ request: Request, _ context: ServiceRequestContext) async throws -> Motive {
    try ObjectReader.read(try await readJSON(request, context)) { fields in
      let person = fields.required("by", .line(upTo: 100))
      let reason = fields.required("reason", .line(upTo: 1000))
      return if let person, let reason { Motive(person: person, reason: reason) } else { nil }
    }
  }

  private static let nothing = Problem.notFound("No message in quarantine has this number.")

  private static func id(_ context: ServiceRequestContext) throws -> Int64 {
    guard let id = context.parameters.get("id").flatMap(Int64.init) else { throw Self.nothing }
    return id
  }

  private struct Page: Encodable {
    let messages: [Quarantine.Entry]
    /// `after` of the next page; absent on the last one.
    let next: Int64?
  }

  private struct Decision: Encodable {
    let id: Int64
    let decision: String
  }
}
