import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// What the dates say of a defect, and who is judged to answer for it.
struct JudgementRoutes {
  let service: RunningService<DispatchHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/cases/{number}/warranty", "showWarranty",
        TermName("保修判定", "What the warranty says of the case: clauses, both dates, days left"),
        notes: "R-090 to R-102. Says which date is missing where nothing can be said.", for: .caseWork,
        path: [.complaintNumber],
        query: [.term("subpart", BuildingSubpart.self, "Of the part, where its period differs (R-100).")],
        answers: [.json(WarrantyView.self, hasVersion: true, "The verdict by the dates.")], use: self.warranty),
      Endpoint(
        .get, "/cases/{number}/judgements", "listJudgements",
        TermName("责任判定记录", "Who was judged to answer, oldest first"), notes: "R-093.", for: .caseWork,
        path: [.complaintNumber], answers: [.json(JudgementsView.self, hasVersion: true, "All judgements.")],
        use: self.list),
      Endpoint(
        .post, "/cases/{number}/judgements", "judgeCase",
        TermName("判定责任", "Judge who answers for the defect, or judge anew"),
        notes: """
          R-090 to R-093, R-098, R-103, R-105. Goodwill and mere explanation need the CS manager: he judges himself. A \
          repeated judgement changes nothing.
          """, for: Self.judges, path: [.complaintNumber], takesIfMatch: true, reading: Self.request,
        answers: [.json(JudgementsView.self, hasVersion: true, "All judgements, with this one.")], use: self.judge),
      Endpoint(
        .post, "/cases/{number}/builder-arrival", "noteBuilderArrival",
        TermName("施工单位已到场", "Note that the builder was on the spot"), notes: "R-103.", for: Self.judges,
        path: [.complaintNumber], takesIfMatch: true, reading: { fields, caller in caller.person(&fields) },
        answers: [.json(JudgementsView.self, hasVersion: true, "The notice to the builder, kept.")], use: self.arrived),
      Endpoint(
        .post, "/cases/{number}/builder-reminder", "remindBuilder",
        TermName("书面催告施工单位", "Note that the builder was reminded in writing"),
        notes: """
          R-105: when his time to come has passed, or he has come and does not repair as agreed. After its limit \
          somebody else may be commissioned at his cost. Who comes upon it and does not repair is reminded again.
          """, for: Self.judges, path: [.complaintNumber], takesIfMatch: true,
        reading: { fields, caller in caller.person(&fields) },
        answers: [.json(JudgementsView.self, hasVersion: true, "The notice to the builder, reminded.")],
        use: self.remind),
    ]
  }

  /// The repair supervisor judges, or those above him.
  private static let judges = Access.posts(
    .repairSupervisor, .customerServiceProjectLead, .customerServiceManager, .engineer)

  @Sendable private static func request(_ fields: inout ObjectReader, _ caller: Caller) -> JudgementRequest? {
    let judgement = fields.required("judgement", .term(Judgement.self))
    let subpart = fields.optional("subpart", .term(BuildingSubpart.self))
    let reason = fields.required("reason", .longText(upTo: 2000))
    let repairBy = fields.optional("repairBy", .term(RepairParty.self))
    // Only a program that acts for others can bring somebody else's consent; a manager's own judgement is his consent.
    let named = fields.optional("consentBy", .line(upTo: 60))
    let person = caller.person(&fields)
    guard let judgement, let reason, let person else { return nil }
    let consentBy =
      caller.actsForOthers ? named : caller.holds(.customerServiceManager) ? person : nil
    return JudgementRequest(
      judgement: judgement, subpart: subpart, reason: reason, by: person, consentBy: consentBy, repairBy: repairBy)
  }

  @Sendable private func warranty(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    let subpart = try request.uri.queryParameters["subpart"].map { given throws(Rejected) in
      let subpart = BuildingSubpart(rawValue: String(given))
      guard subpart.isKnown else { throw Rejected("subpart", .unknownValue, "Must be a known part of a part.") }
      return subpart
    }
    let file = try await CaseFile.read(number, from: self.service.pool)
    let verdict = try self.service.work.handler.judging.verdict(
      on: file.state.buildingPart, subpart, receivedAt: file.state.receivedAt, unit: file.unit)
    return respond(WarrantyView(file.state.number, verdict, file.judgements.current)).version(
      file.state.course.revision)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let file = try await CaseFile.read(try context.path("number"), from: self.service.pool)
    return respond(JudgementsView(file.state, file.judgements)).version(file.state.course.revision)
  }

  @Sendable private func judge(
    request: Request, context: ServiceRequestContext, body: JudgementRequest
  ) async throws -> Response {
    try await self.perform(JudgementAction(try context.path("number"), .judge(body), by: body.by), context)
  }

  @Sendable private func arrived(
    request: Request, context: ServiceRequestContext, person: String
  ) async throws -> Response {
    try await self.perform(JudgementAction(try context.path("number"), .builderArrived, by: person), context)
  }

  @Sendable private func remind(
    request: Request, context: ServiceRequestContext, person: String
  ) async throws -> Response {
    try await self.perform(JudgementAction(try context.path("number"), .remindBuilder, by: person), context)
  }

  private func perform(_ action: JudgementAction, _ context: ServiceRequestContext) async throws -> Response {
    try await self.service.perform(.onJudgement(action), context) { reply in
      guard case .ofJudgements(let state, let judgements) = reply else { throw Problem.internalError }
      return respond(JudgementsView(state, judgements)).version(state.course.revision)
    }
  }
}

/// A case with all that hangs on it, as one reading of the database has it.
struct CaseFile {
  let state: Case
  let notes: [CaseNote]
  let judgements: CaseJudgements
  let unit: PropertyUnit?

  /// - Throws: ``Problem`` 404 when there is no such case.
  static func read(_ number: ComplaintNumber, from pool: PostgresPool) async throws -> CaseFile {
    var pipeline = Pipeline()
    let found = pipeline.add(FindCase(number: number))
    let notes = pipeline.add(NotesOfCase(number: number))
    let records = pipeline.add(JudgementsOfCases(numbers: [number]))
    let notices = pipeline.add(NoticesOfCases(numbers: [number]))
    let units = pipeline.add(PropertyOfCases(numbers: [number]))
    let results = try await pool.execute(pipeline)
    guard let state = try results.rows(found).first else {
      throw Problem.notFound("There is no case with this number.")
    }
    return CaseFile(
      state: state, notes: try results.rows(notes),
      judgements: CaseJudgements(
        records: try results.rows(records).map(\.record), notice: try results.rows(notices).first?.notice),
      unit: try results.rows(units).first?.unit)
  }
}
