import Foundation
import Hummingbird
import IntakeDomain
import Logging
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// Evidence of a complaint: handed in, listed, shown.
struct EvidenceRoutes {
  let service: RunningService<IntakeHandler>
  let store: any EvidenceStore
  let cases: CaseDesk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/complaints/{number}/evidence", "addEvidence",
        TermName("上传证据", "Add a photo, a recording or a document"),
        notes:
          "R-038: the file itself is the body. What it is, is found out from its bytes. It is kept as it came; others "
          + "see photos and films without the place and time of their taking. When it cannot be kept, nothing is noted (503): "
          + "send it again.", for: .anyEmployee,
        path: [.complaintNumber], query: [.text("name", upTo: 100, "What you call it.")],
        taking: EvidenceType.known.map(\.rawValue) + Self.otherNames + ["application/octet-stream"],
        upTo: Evidence.mostBytes,
        answers: [
          .json(.created, EvidenceView.self, "It is kept."),
          .json(EvidenceView.self, "The same file was there before."),
        ], use: self.add),
      Endpoint(
        .get, "/complaints/{number}/evidence", "listEvidence", TermName("证据列表", "List the evidence of a complaint"),
        for: .caseWork, path: [.complaintNumber], answers: [.json(EvidenceList.self, "The oldest first.")],
        use: self.list),
      Endpoint(
        .get, "/complaints/{number}/evidence/{position}", "showEvidence", TermName("查看证据", "Show a file of evidence"),
        notes: """
          Photos and films without the place and time of their taking. Documents and recordings are as they came, so R-329, \
          R-330 and R-332 count as for a telephone: a reason, a look that is written down, and whoever works on the open \
          case or calls back within 30 days of its closing; others ask for the original.
          """, for: .caseWork, path: [.complaintNumber, Self.position],
        query: [
          QueryParameter(
            "reason", .term(Self.reasons.map(\.rawValue), names: Self.reasons.map(\.name)),
            "Why it is needed; of documents and recordings it must be said.")
        ], answers: [.bytes(EvidenceType.known.map(\.rawValue), "The file.")],
        use: self.show),
      Endpoint(
        .get, "/complaints/{number}/evidence/{position}/original", "showOriginalEvidence",
        TermName("查看证据原件", "Show a file of evidence as it came"),
        notes:
          "With all that it tells of its taking. R-329: who looked, when and why is written down before the answer.",
        for: .posts(.customerServiceManager, .lawyer, .leaderInCharge), path: [.complaintNumber, Self.position],
        query: [
          QueryParameter(
            "reason", .term(Self.reasons.map(\.rawValue), names: Self.reasons.map(\.name)), isRequired: true,
            "Why it is needed.")
        ], answers: [.bytes(EvidenceType.known.map(\.rawValue), "The file as it came.")], use: self.showOriginal),
    ]
  }

  private static let position = PathParameter("position", EvidencePosition.self)

  /// What telephones call the same types; what a file is, its bytes say.
  private static let otherNames = ["audio/x-m4a", "image/heif", "video/3gpp"]

  /// What the place and time of a taking are needed for.
  private static let reasons: [ReadReason] = [.handling, .investigation, .clarification, .correction]

  /// The file is kept first and noted then: a file that nothing notes harms nobody, a note without its file would.
  @Sendable private func add(request: Request, context: ServiceRequestContext, bytes: [UInt8]) async throws -> Response
  {
    let number: ComplaintNumber = try context.path("number")
    guard try await self.service.pool.execute(FindComplaint(number: number)).first != nil else {
      throw Problem.notFound("No complaint has this number.")
    }
    let name = try Self.name(request)
    let type = try EvidenceType(sniffing: bytes)
    let shown = try Evidence.withoutMetadata(bytes, type)
    let files = [bytes, shown].map { Evidence.File(checksum: EvidenceDirectory.checksum(of: $0), size: $0.count) }
    try await self.keep(bytes, files[0], context)
    if files[1] != files[0] { try await self.keep(shown, files[1], context) }
    let evidence = Evidence(
      complaint: number, type: type, name: name, original: files[0], shown: files[1],
      author: Author(context.caller, account: context.caller.subject), storedAt: self.service.clock.now)
    return try await self.service.perform(.add(evidence), context) { reply in
      guard case .evidence(let kept, let isNew) = reply else { throw Problem.notFound() }
      var response = respond(EvidenceView(kept), status: isNew ? .created : .ok)
      response.headers[.location] = "/complaints/\(number)/evidence/\(kept.position)"
      return response
    }
  }

  private func keep(_ bytes: [UInt8], _ file: Evidence.File, _ context: ServiceRequestContext) async throws {
    do {
      try await self.store.put(bytes, checksum: file.checksum)
    } catch let failure as EvidenceFailure {
      context.logger.error("A file of evidence could not be kept.", metadata: ["failure": "\(failure)"])
      throw Problem.unavailable("The file could not be kept, and nothing is noted of it: try again.")
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let all = try await self.evidence(context)
    return respond(EvidenceList(evidence: all.map(EvidenceView.init)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let reason = try request.word("reason", oneOf: Self.reasons)
    let evidence = try await self.asked(context)
    guard evidence.type.holdsWords else { return try await self.answer(evidence, evidence.shown, context) }
    guard let reason else { throw Self.reasonMissing }
    let closedAt = try await self.cases.closedAt(evidence.complaint, authorization: request.headers[.authorization])
    guard ContactRule.admits(context.caller.posts, closedAt: closedAt, now: self.service.clock.now) else {
      throw Problem.forbidden("Documents and recordings are shown to whoever works on the open case (R-332).")
    }
    return try await self.answer(evidence, evidence.shown, lookingAt: .evidence, because: reason, context)
  }

  @Sendable private func showOriginal(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let reason = try request.word("reason", oneOf: Self.reasons) else {
      throw Self.reasonMissing
    }
    let evidence = try await self.asked(context)
    return try await self.answer(
      evidence, evidence.original, lookingAt: .originalEvidence, because: reason, context)
  }

  private static var reasonMissing: Rejected {
    Rejected("reason", .missing, "Say why: one of \(Self.reasons.map(\.rawValue).joined(separator: ", ")).")
  }

  /// Writes down who looks, and shows it.
  private func answer(
    _ evidence: Evidence, _ file: Evidence.File, lookingAt kind: ReadKind, because reason: ReadReason,
    _ context: ServiceRequestContext
  ) async throws -> Response {
    let read = PersonalDataRead(kind, of: evidence.complaint, item: String(evidence.position), because: reason)
    try await self.service.note([read], by: context.caller)
    var response = try await self.answer(evidence, file, context)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// The file that the path names.
  private func asked(_ context: ServiceRequestContext) async throws -> Evidence {
    let position: EvidencePosition = try context.path("position")
    guard let evidence = try await self.evidence(context).first(where: { $0.position == position.number }) else {
      throw Problem.notFound("The complaint has no such file.")
    }
    guard evidence.removedAt == nil else {
      throw Problem(.gone, type: "gone", title: "The file was removed when its time had passed (R-333).")
    }
    return evidence
  }

  private func answer(
    _ evidence: Evidence, _ file: Evidence.File, _ context: ServiceRequestContext
  ) async throws -> Response {
    let bytes: [UInt8]
    do {
      bytes = try await self.store.get(checksum: file.checksum)
    } catch EvidenceFailure.unavailable(let reason) {
      context.logger.error("A file of evidence could not be asked for.", metadata: ["reason": "\(reason)"])
      throw Problem.unavailable("The store of evidence is away for the moment.")
    }
    var headers: HTTPFields = [
      .contentType: evidence.type.rawValue, .contentDisposition: "attachment", .xContentTypeOptions: "nosniff",
    ]
    headers[.contentSecurityPolicy] = "sandbox"
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func evidence(_ context: ServiceRequestContext) async throws -> [Evidence] {
    let number: ComplaintNumber = try context.path("number")
    return try await self.service.pool.execute(EvidenceOfComplaints(complaints: [number]))
  }

  private static func name(_ request: Request) throws(Rejected) -> String? {
    guard let given = request.uri.queryParameters["name"] else { return nil }
    return try ObjectReader.read(.object(JSONObject(members: [.init(name: "name", value: .string(String(given)))]))) {
      $0.required("name", .line(upTo: 100))
    }
  }
}

/// The place of a file among those of its complaint, in a path.
private struct EvidencePosition: Identifier {
  static let pattern = "^[1-9][0-9]{0,2}$"
  static let example = "1"

  let number: Int

  init?(_ text: String) {
    guard let number = Int(text), (1...999).contains(number), String(number) == text else { return nil }
    self.number = number
  }

  var text: String { String(self.number) }
}

private struct EvidenceList: Codable { let evidence: [EvidenceView] }

private struct EvidenceView: Codable {
  let position: Int
  let type: EvidenceType
  let name: String?
  let size: Int
  /// SHA-256 of the file as it came.
  let checksum: String
  /// SHA-256 of what is shown; another where place and time were taken out.
  let shownChecksum: String
  let by: String
  let storedAt: Date
  /// When its time had passed; nobody is shown it since.
  let removedAt: Date?

  init(_ evidence: Evidence) {
    self.position = evidence.position
    self.type = evidence.type
    self.name = evidence.name
    self.size = evidence.original.size
    self.checksum = evidence.original.checksum
    self.shownChecksum = evidence.shown.checksum
    self.by = evidence.author.account
    self.storedAt = evidence.storedAt
    self.removedAt = evidence.removedAt
  }
}
