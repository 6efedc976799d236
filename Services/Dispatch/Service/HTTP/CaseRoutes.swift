import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// What staff see of a case and do to it.
struct CaseRoutes {
  let service: RunningService<DispatchHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/cases", "listCases", TermName("未关闭投诉列表", "List open cases in one state, oldest number first"),
        for: .caseWork,
        query: [
          .word("state", oneOf: Self.openStates, "Without it: registered."), .project(),
        ] + QueryParameter.page(), answers: [.json(CasePage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
      Endpoint(
        .get, "/cases/{number}", "showCase", TermName("查看投诉处理", "Show a case with what was done to it"),
        for: .caseWork, path: [.complaintNumber],
        answers: [.json(CaseView.self, hasVersion: true, "The case.")], use: self.show),
      Endpoint(
        .post, "/cases/{number}/assignment", "assignCase", TermName("分派投诉", "Assign a case to the unit that answers"),
        notes: "R-021.", for: .customerService, path: [.complaintNumber], takesIfMatch: true,
        reading: { fields, caller in
          let unit = fields.required("unit", .term(ResponsibleUnit.self))
          let person = caller.person(&fields)
          guard let unit, let person else { return nil }
          return (unit, person)
        }, answers: [.json(CaseView.self, hasVersion: true, "The case, assigned.")], use: self.assign),
      Endpoint(
        .post, "/cases/{number}/reply", "replyToCustomer", TermName("答复客户", "Note what the customer was told"),
        notes: "R-054.", for: Self.units, path: [.complaintNumber], takesIfMatch: true,
        reading: { fields, caller in Self.words("plan", &fields, caller) },
        answers: [.json(CaseView.self, hasVersion: true, "The case, answered.")], use: self.reply),
      Endpoint(
        .post, "/cases/{number}/handled", "reportHandled", TermName("报告处理完毕", "Report a matter settled"),
        notes: "For what needs no repair.", for: Self.units, path: [.complaintNumber], takesIfMatch: true,
        reading: { fields, caller in Self.words("result", &fields, caller) },
        answers: [.json(CaseView.self, hasVersion: true, "The case, handled.")], use: self.handled),
    ]
  }

  /// A closed case is asked for by its number.
  private static let openStates = Case.State.allCases.filter { $0 != .closed }

  /// The units that answer customers, and customer service, which is one of them.
  private static let units =
    Access.customerService
    + .posts(.unitHead, .engineer, .propertyOffice, .salesRepresentative)

  private static func words(
    _ name: String, _ fields: inout ObjectReader, _ caller: Caller
  ) -> (words: String, person: String)? {
    let words = fields.required(name, .longText(upTo: 4000))
    let person = caller.person(&fields)
    guard let words, let person else { return nil }
    return (words, person)
  }

  /// A page of the open cases in one state, oldest number first: `/cases?state=registered&limit=100&after=CLX-2023-000042`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Self.openStates) ?? .registered
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let cases = try await self.service.pool.execute(
      ListCases(state: state, projects: projects.codes, after: page.after, limit: page.limit))
    return respond(
      CasePage(cases: cases.map { CaseView($0, notes: nil) }, next: page.next(after: cases, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    var pipeline = Pipeline()
    let found = pipeline.add(FindCase(number: number))
    let notes = pipeline.add(NotesOfCase(number: number))
    let results = try await self.service.pool.execute(pipeline)
    guard let state = try results.rows(found).first else {
      throw Problem.notFound("There is no case with this number.")
    }
    return respond(CaseView(state, notes: try results.rows(notes))).version(state.version)
  }

  @Sendable private func assign(
    request: Request, context: ServiceRequestContext, body: (unit: ResponsibleUnit, person: String)
  ) async throws -> Response {
    try await self.perform(CaseAction(try context.path("number"), .assign(body.unit), by: body.person), context)
  }

  @Sendable private func reply(
    request: Request, context: ServiceRequestContext, body: (words: String, person: String)
  ) async throws -> Response {
    try await self.perform(CaseAction(try context.path("number"), .reply(plan: body.words), by: body.person), context)
  }

  @Sendable private func handled(
    request: Request, context: ServiceRequestContext, body: (words: String, person: String)
  ) async throws -> Response {
    try await self.perform(
      CaseAction(try context.path("number"), .handle(result: body.words), by: body.person), context)
  }

  private func perform(_ action: CaseAction, _ context: ServiceRequestContext) async throws -> Response {
    try await self.service.perform(.onCase(action), context) { reply in
      switch reply {
      case .ofCase(let state): respond(CaseView(state, notes: nil)).version(state.version)
      }
    }
  }
}

struct CasePage: Codable {
  let cases: [CaseView]
  /// What to give as `after` for the next page; absent on the last.
  let next: ComplaintNumber?
}

/// A case as it is shown.
struct CaseView: Codable {
  let number: ComplaintNumber
  let state: String
  let unit: ResponsibleUnit?
  let category: Messages.Category
  let buildingPart: BuildingPart
  let address: UnitAddress
  let trade: Trade?
  let round: Int
  let receivedAt: Date
  let assignedAt: Date?
  let repliedAt: Date?
  let surveyedAt: Date?
  let handledAt: Date?
  let closedAt: Date?
  /// What people did, oldest first; only where one case is asked for.
  let notes: [CaseNote]?

  init(_ state: Case, notes: [CaseNote]?) {
    self.number = state.number
    self.state = state.state.rawValue
    self.unit = state.unit
    self.category = state.category
    self.buildingPart = state.buildingPart
    self.address = state.address
    self.trade = state.trade
    self.round = state.round
    self.receivedAt = state.receivedAt
    self.assignedAt = state.assignedAt
    self.repliedAt = state.repliedAt
    self.surveyedAt = state.surveyedAt
    self.handledAt = state.handledAt
    self.closedAt = state.closedAt
    self.notes = notes
  }
}
