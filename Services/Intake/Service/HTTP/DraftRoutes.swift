import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// Complaints that are still being taken down.
struct DraftRoutes {
  private static let mostBytes = 64 * 1024

  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/drafts", "saveDraft", TermName("保存投诉草稿", "Keep an incomplete complaint"),
        notes: "R-014: any object with fields of a complaint; the answer lists what is still missing or wrong.",
        for: .anyEmployee, taking: ["application/json"], upTo: Self.mostBytes,
        answers: [.json(.created, DraftView.self, hasVersion: true, "The draft.")], use: self.create),
      Endpoint(
        .put, "/drafts/{id}", "changeDraft", TermName("修改投诉草稿", "Change an incomplete complaint"),
        for: .anyEmployee, path: [Self.id], takesIfMatch: true, taking: ["application/json"], upTo: Self.mostBytes,
        answers: [.json(DraftView.self, hasVersion: true, "The draft as it is now.")], use: self.change),
      Endpoint(
        .get, "/drafts", "listDrafts", TermName("投诉草稿列表", "List incomplete complaints"),
        for: .customerService, query: QueryParameter.page(),
        answers: [.json(DraftList.self, "Those that are not registered yet, the oldest first.")], use: self.list),
      Endpoint(
        .get, "/drafts/{id}", "showDraft", TermName("查看投诉草稿", "Show an incomplete complaint"),
        notes: "For whoever saved it, and for customer service.", for: .anyEmployee, path: [Self.id],
        answers: [.json(DraftView.self, hasVersion: true, "The draft with what is still missing.")], use: self.show),
      Endpoint(
        .post, "/drafts/{id}/submission", "submitDraft", TermName("提交投诉草稿", "Register a draft"),
        notes: "The answer holds nothing of what the customer has said: the draft may be somebody else's.",
        for: .anyEmployee, path: [Self.id],
        answers: [
          .json(.created, ComplaintStanding.self, "It is registered, with its number."),
          .json(ComplaintStanding.self, hasVersion: true, "It was registered before."),
        ], use: self.submit),
    ]
  }

  private static let id = PathParameter("id", DraftID.self)

  @Sendable private func create(
    request: Request, context: ServiceRequestContext, bytes: [UInt8]
  ) async throws -> Response {
    try await self.save(DraftID(UUID()), bytes, context, status: .created)
  }

  @Sendable private func change(
    request: Request, context: ServiceRequestContext, bytes: [UInt8]
  ) async throws -> Response {
    let draft = try await self.draft(context)
    return try await self.save(draft.id, bytes, context, status: .ok)
  }

  private func save(
    _ id: DraftID, _ bytes: [UInt8], _ context: ServiceRequestContext, status: HTTPResponse.Status
  ) async throws -> Response {
    guard case .object = try JSONValue(bytes) else { throw Rejected("", .wrongType, "A draft is an object.") }
    let caller = context.caller
    let draft = Draft(
      id: id, body: bytes, author: Author(caller, account: caller.subject), savedAt: self.service.clock.now, version: 0)
    // What is no project's code yet can still be corrected.
    for project in draft.projects.compactMap({ ProjectCode($0) }) { try caller.requireScope(project) }
    return try await self.service.perform(.save(draft), context) { reply in
      guard case .draft(let saved) = reply else { throw Problem.notFound() }
      var response = respond(DraftView(saved, for: caller), status: status).version(saved.version)
      response.headers[.location] = "/drafts/\(id)"
      return response
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    let caller = context.caller
    let drafts = try await self.service.pool.execute(
      ListDrafts(after: page.after, projects: caller.projects.codes, account: caller.subject, limit: page.limit))
    try await self.service.note(drafts.filter { !$0.isOwn(caller) }.map { PersonalDataRead($0) }, by: caller)
    return respond(
      DraftList(drafts: drafts.map { DraftView($0, for: caller) }, next: page.next(after: drafts, \.id)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let draft = try await self.draft(context)
    // One that is registered says nothing any more.
    if !draft.isOwn(context.caller), draft.complaint == nil {
      try await self.service.note([PersonalDataRead(draft)], by: context.caller)
    }
    return respond(DraftView(draft, for: context.caller)).version(draft.version)
  }

  @Sendable private func submit(request: Request, context: ServiceRequestContext) async throws -> Response {
    let draft = try await self.draft(context)
    // Once it is registered it says nothing any more.
    let submission: Submission? = try draft.complaint == nil ? draft.submission() : nil
    if let project = submission?.report.unit.project ?? draft.complaint?.project {
      try context.caller.requireScope(project)
    }
    return try await self.service.perform(.submitDraft(draft, submission), context) { reply in
      switch reply {
      case .registered(let complaint):
        var response = respond(ComplaintStanding(complaint), status: .created)
        response.headers[.location] = "/complaints/\(complaint.number)"
        return response
      case .repeated(let complaint):
        return respond(ComplaintStanding(complaint)).version(complaint.version)
      default: throw Problem.notFound()
      }
    }
  }

  /// A draft belongs to who has begun it; customer service sees all of its own projects.
  private func draft(_ context: ServiceRequestContext) async throws -> Draft {
    let id: DraftID = try context.path("id")
    guard let draft = try await self.service.pool.execute(FindDraft(id: id)).first,
      draft.isOwn(context.caller)
        || Access.customerService.admits(context.caller) && draft.isWithin(context.caller.projects)
    else { throw Problem.notFound("You have no draft of this identifier.") }
    return draft
  }
}

extension Draft {
  fileprivate func isOwn(_ caller: Caller) -> Bool { self.author.account == caller.subject }

  /// As `ListDrafts` has it: a draft that names no project yet may become one of any.
  fileprivate func isWithin(_ scope: ProjectScope) -> Bool {
    if let complaint { return scope.contains(complaint.project) }
    return scope == .all || self.projects.allSatisfy { ProjectCode($0).map(scope.contains) ?? false }
  }
}

private struct DraftList: Codable {
  let drafts: [DraftView]
  /// What to give as `after` for the next page; absent on the last.
  let next: DraftID?
}

/// A draft, with what is still missing.
private struct DraftView: Codable {
  let id: DraftID
  let savedAt: Date
  let by: String
  let version: Int64
  /// The JSON that was kept: whoever takes it down is still writing it. Others see the telephone masked.
  let content: String
  let faults: [Fault]
  let complaint: ComplaintNumber?

  init(_ draft: Draft, for caller: Caller) {
    self.id = draft.id
    self.savedAt = draft.savedAt
    self.by = draft.author.account
    self.version = draft.version
    self.content = String(decoding: draft.isOwn(caller) ? draft.body : draft.maskedContent, as: UTF8.self)
    self.faults = draft.complaint == nil ? draft.faults : []
    self.complaint = draft.complaint
  }
}
