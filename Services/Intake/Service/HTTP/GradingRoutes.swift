import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// Grades, kinds, acknowledgements and matters of registered complaints.
struct GradingRoutes {
  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    let changed = EndpointAnswer.json(
      ComplaintStanding.self, hasVersion: true, "Where the complaint stands now, without what the customer has said.")
    return [
      Endpoint(
        .post, "/complaints/{number}/grade", "regradeComplaint",
        TermName("调整投诉等级", "Give a complaint another grade or category"),
        notes: "R-046: at any time, with a reason; the shorter limit applies from that moment.", for: .customerService,
        path: [.complaintNumber], takesIfMatch: true, reading: { fields, caller in Regrading.read(&fields, caller) },
        answers: [changed], use: self.regrade),
      Endpoint(
        .post, "/complaints/{number}/kind", "convertComplaint", TermName("转换类别", "Say of what kind a matter is"),
        notes: "R-031: the number stays.", for: .customerService, path: [.complaintNumber], takesIfMatch: true,
        reading: { fields, caller in Conversion.read(&fields, caller) }, answers: [changed], use: self.convert),
      Endpoint(
        .post, "/complaints/{number}/acknowledgements", "acknowledgeComplaint",
        TermName("告知来信人已收到", "Note a try to tell the sender of a letter that it has arrived"),
        notes: "R-018: who was reached stops the limit; who was not is noted, and it runs on.",
        for: .customerService + .posts(.callCentreAgent), path: [.complaintNumber],
        reading: { fields, caller in Trying.read(&fields, caller) }, answers: [changed], use: self.acknowledge),
      Endpoint(
        .get, "/complaints/{number}/history", "showComplaintHistory",
        TermName("投诉变更记录", "Show what was changed, by whom and why"), for: .caseWork + .posts(.auditor),
        path: [.complaintNumber], answers: [.json(HistoryView.self, "The history, the oldest first.")],
        use: self.history),
      Endpoint(
        .post, "/complaints/similar", "findSimilarComplaints",
        TermName("查找可能重复的投诉", "Find complaints that may be the same"),
        notes: "Of the same home and building part within 30 days, with similar words. POST, because the customer's "
          + "words belong into no address.", for: .anyEmployee,
        reading: { fields, _ in Likeness.read(&fields) },
        answers: [.json(SimilarList.self, "At most ten, the most alike first.")], use: self.similar),
      Endpoint(
        .get, "/matters", "listMatters", TermName("群诉与热点事项", "List matters that several customers complain about"),
        notes: "R-039, R-044.", for: .caseWork + .posts(.dataAnalyst),
        query: [
          QueryParameter(
            "project", .text(lengths: 2...8, pattern: ProjectCode.pattern), isRequired: true, "The project's code.")
        ], answers: [.json(MatterList.self, "The matters of the project.")], use: self.matters),
    ]
  }

  @Sendable private func regrade(
    request: Request, context: ServiceRequestContext, regrading: Regrading
  ) async throws -> Response {
    try await self.change(.regrade(try context.path("number"), regrading), context)
  }

  @Sendable private func convert(
    request: Request, context: ServiceRequestContext, body: Conversion
  ) async throws -> Response {
    try await self.change(
      .convert(try context.path("number"), to: body.kind, remark: body.remark, by: body.author), context)
  }

  @Sendable private func acknowledge(
    request: Request, context: ServiceRequestContext, body: Trying
  ) async throws -> Response {
    let acknowledgement = Acknowledgement(
      complaint: try context.path("number"), means: body.means, isReached: body.isReached, remark: body.remark,
      author: body.author, triedAt: self.service.clock.now)
    return try await self.change(.acknowledge(acknowledgement), context)
  }

  private func change(_ action: IntakeAction, _ context: ServiceRequestContext) async throws -> Response {
    try await self.service.perform(action, context) { reply in
      guard case .changed(let complaint) = reply else { throw Problem.notFound() }
      return respond(ComplaintStanding(complaint)).version(complaint.version)
    }
  }

  @Sendable private func history(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    var pipeline = Pipeline()
    let found = pipeline.add(FindComplaint(number: number))
    let changes = pipeline.add(FindComplaintChanges(number: number))
    let links = pipeline.add(FindLinks(number: number))
    let tries = pipeline.add(FindAcknowledgements(number: number))
    let results = try await self.service.pool.execute(pipeline)
    guard try results.rows(found).first != nil else { throw Problem.notFound("No complaint has this number.") }
    return respond(
      HistoryView(
        changes: try results.rows(changes).map(ChangeView.init), links: try results.rows(links),
        acknowledgements: try results.rows(tries).map(AcknowledgementView.init)))
  }

  @Sendable private func similar(
    request: Request, context: ServiceRequestContext, asked: Likeness
  ) async throws -> Response {
    try context.caller.requireScope(asked.home.project)
    let since = self.service.clock.now.addingTimeInterval(-Likeness.window)
    let found = try await self.service.pool.execute(
      SimilarComplaints(home: asked.home, buildingPart: asked.buildingPart, since: since))
    return respond(SimilarList(complaints: asked.rank(found).map(SimilarView.init)))
  }

  @Sendable private func matters(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let project = request.uri.queryParameters["project"].map(String.init).flatMap(ProjectCode.init) else {
      throw Rejected("project", .missing, "Ask with a project: ?project=CLX")
    }
    try context.caller.requireScope(project)
    let matters = try await self.service.pool.execute(KnownMatters(project: project))
    return respond(MatterList(matters: matters.map(MatterView.init)))
  }
}

extension Regrading {
  fileprivate static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Regrading? {
    let grade = fields.optional("grade", .term(Grade.self))
    let category = fields.optional("category", .term(Messages.Category.self))
    let reason = fields.required("reason", .term(RegradeReason.self))
    let remark = fields.optional("remark", .longText(upTo: 1000))
    let person = caller.person(&fields)
    guard let reason, let person else { return nil }
    return Regrading(
      grade: grade, category: category, reason: reason, remark: remark, author: Author(caller, account: person))
  }
}

private struct Conversion {
  let kind: ComplaintKind
  let remark: String?
  let author: Author

  static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Conversion? {
    let kind = fields.required("kind", .term(ComplaintKind.self))
    let remark = fields.optional("remark", .longText(upTo: 1000))
    let person = caller.person(&fields)
    guard let kind, let person else { return nil }
    return Conversion(kind: kind, remark: remark, author: Author(caller, account: person))
  }
}

private struct Trying {
  let means: Acknowledgement.Means
  let isReached: Bool
  let remark: String?
  let author: Author

  static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Trying? {
    let means = fields.required("means", .term(Acknowledgement.Means.self))
    let isReached = fields.required("reached", .boolean)
    let remark = fields.optional("remark", .longText(upTo: 1000))
    let person = caller.person(&fields)
    guard let means, let isReached, let person else { return nil }
    return Trying(means: means, isReached: isReached, remark: remark, author: Author(caller, account: person))
  }
}

extension Likeness {
  fileprivate static func read(_ fields: inout ObjectReader) -> Likeness? {
    let unit = fields.required("unit", .object { HomeAddress.read(&$0) })
    let part = fields.required("buildingPart", .term(BuildingPart.self))
    let content = fields.required("content", .longText(upTo: 4000))
    guard let unit, let part, let content else { return nil }
    return Likeness(home: unit, buildingPart: part, wording: Wording(content))
  }
}
