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

  func add(to router: Router<ServiceRequestContext>) {
    router.get("/cases", use: self.list)
    router.get("/cases/{number}", use: self.show)
    router.post("/cases/{number}/assignment", use: self.assign)
    router.post("/cases/{number}/reply", use: self.reply)
    router.post("/cases/{number}/handled", use: self.handled)
  }

  /// A page of the open cases in one state, oldest number first: `/cases?state=registered&limit=100&after=CLX-2023-000042`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    // A closed case is asked for by its number.
    let state = try request.word("state", oneOf: Case.State.allCases.filter { $0 != .closed }) ?? .registered
    let page = try PageRequest(request)
    let cases = try await self.service.pool.execute(ListCases(state: state, after: page.after, limit: page.limit))
    return respond(
      CasePage(cases: cases.map { CaseView($0, notes: nil) }, next: page.next(after: cases, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    var pipeline = Pipeline()
    let found = pipeline.add(FindCase(number: number))
    let notes = pipeline.add(NotesOfCase(number: number))
    let results = try await self.service.pool.execute(pipeline)
    guard let state = try results.rows(found).first else {
      throw Problem.notFound("There is no case with this number.")
    }
    return respond(CaseView(state, notes: try results.rows(notes)))
  }

  @Sendable private func assign(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    let action = try ObjectReader.read(json) { fields -> CaseAction? in
      let unit = fields.required("unit", .term(ResponsibleUnit.self))
      let person = fields.required("by", .line(upTo: 60))
      guard let unit, let person else { return nil }
      return CaseAction(number, .assign(unit), by: person)
    }
    return try await self.perform(action)
  }

  @Sendable private func reply(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    let action = try ObjectReader.read(json) { fields -> CaseAction? in
      let plan = fields.required("plan", .longText(upTo: 4000))
      let person = fields.required("by", .line(upTo: 60))
      guard let plan, let person else { return nil }
      return CaseAction(number, .reply(plan: plan), by: person)
    }
    return try await self.perform(action)
  }

  @Sendable private func handled(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    let action = try ObjectReader.read(json) { fields -> CaseAction? in
      let result = fields.required("result", .longText(upTo: 4000))
      let person = fields.required("by", .line(upTo: 60))
      guard let result, let person else { return nil }
      return CaseAction(number, .handle(result: result), by: person)
    }
    return try await self.perform(action)
  }

  private func perform(_ action: CaseAction) async throws -> Response {
    switch try await self.service.work.perform(.onCase(action)) {
    case .ofCase(let state): respond(CaseView(state, notes: nil))
    }
  }

  private func number(_ context: ServiceRequestContext) throws -> ComplaintNumber {
    guard let number = ComplaintNumber(try context.parameters.require("number")) else {
      throw Problem.notFound("A case number looks like CLX-2023-000001.")
    }
    return number
  }
}

struct CasePage: Encodable {
  let cases: [CaseView]
  /// What to give as `after` for the next page; absent on the last.
  let next: ComplaintNumber?
}

/// A case as it is shown.
struct CaseView: Encodable {
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
