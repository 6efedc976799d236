import ContractorsDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// What staff see of a repair order and do to it.
struct RepairOrderRoutes {
  let service: RunningService<ContractorsHandler>

  var endpoints: [Endpoint] {
    let number = PathParameter("number", RepairOrderNumber.self)
    return [
      Endpoint(
        .get, "/repair-orders", "listRepairOrders", TermName("维修单列表", "List repair orders by number"),
        for: Self.readers,
        query: [
          .word("state", oneOf: RepairOrder.State.allCases, "Only orders in this state."), .project(),
        ] + QueryParameter.page(), answers: [.json(RepairOrderPage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
      Endpoint(
        .get, "/repair-orders/{number}", "showRepairOrder", TermName("查看维修单", "Show a repair order"), for: Self.readers,
        path: [number], answers: [.json(RepairOrderView.self, "The order.")], use: self.show),
      Endpoint(
        .post, "/repair-orders/{number}/survey", "reportSurvey", TermName("登记查勘结果", "Report the survey of a defect"),
        notes:
          "R-108, R-123: where, why and who seems to answer for it. A defect between the two warranties is commissioned at once if a contractor of its trade is listed; everything else waits for the judgement (dispatch: `POST /cases/{number}/judgements`).",
        for: Self.onSite, path: [number], reading: { fields, caller in Self.readSurvey(&fields, caller) },
        answers: [.json(RepairOrderView.self, "The order, surveyed.")], use: self.survey),
      Endpoint(
        .post, "/repair-orders/{number}/acceptance", "acceptRepair", TermName("维修验收", "Accept a repair, or refuse it"),
        notes: "R-131: one that is not good needs a reason.", for: Self.onSite, path: [number],
        reading: { fields, caller in Self.readAcceptance(&fields, caller) },
        answers: [.json(RepairOrderView.self, "The order, accepted or sent back.")], use: self.accept),
      Endpoint(
        .post, "/repair-orders/{number}/signature", "signRepair",
        TermName("业主签字", "Note the owner's signature, or why there is none"),
        notes: "R-121, R-132.", for: Self.onSite, path: [number],
        reading: { fields, _ in Self.readSignature(&fields) },
        answers: [.json(RepairOrderView.self, "The order, signed or sent back.")], use: self.sign),
    ]
  }

  private static let readers = Access.caseWork
  private static let onSite = Access.customerService + .posts(.unitHead, .engineer)

  private typealias Survey = (judgement: Judgement, finding: String, by: String)
  /// The reason is nil where the verdict is good.
  private typealias Acceptance = (reason: String?, by: String)
  private typealias Signature = (isSigned: Bool, opinion: String?, reason: String?)

  private static func readSurvey(_ fields: inout ObjectReader, _ caller: Caller) -> Survey? {
    let judgement = fields.required("judgement", .term(Judgement.self))
    let finding = fields.required("finding", .longText(upTo: 2000))
    let by = caller.person(&fields)
    guard let judgement, let finding, let by else { return nil }
    return (judgement, finding, by)
  }

  private static func readAcceptance(_ fields: inout ObjectReader, _ caller: Caller) -> Acceptance? {
    let accepted = fields.required("accepted", .boolean)
    let reason = Self.reason(&fields, unless: accepted, "accepted")
    let by = caller.person(&fields)
    guard let accepted, let by else { return nil }
    return accepted ? (nil, by) : reason.map { ($0, by) }
  }

  private static func readSignature(_ fields: inout ObjectReader) -> Signature? {
    let signed = fields.required("signed", .boolean)
    let opinion = fields.optional("opinion", .longText(upTo: 2000))
    let reason = Self.reason(&fields, unless: signed, "signed")
    guard let signed, signed || reason != nil else { return nil }
    return (signed, opinion, reason)
  }

  /// The field `reason`, which a refusal must have.
  private static func reason(_ fields: inout ObjectReader, unless verdict: Bool?, _ name: String) -> String? {
    let before = fields.faults.count
    let reason = fields.optional("reason", .longText(upTo: 2000))
    if verdict == false, reason == nil, fields.faults.count == before {
      fields.note("reason", .missing, "A reason is needed where \(name) is false.")
    }
    return reason
  }

  /// A page of the orders, in one state or in all, by number:
  /// `/repair-orders?state=created&limit=100&after=CLX-2023-000042-R1`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: RepairOrder.State.allCases)
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request).codes
    let orders =
      if let state, state != .closed {
        try await self.service.pool.execute(
          ListOpenOrders(state: state, projects: projects, after: page.after, limit: page.limit))
      } else {
        try await self.service.pool.execute(
          ListOrders(
            states: state.map { [$0] } ?? RepairOrder.State.allCases, projects: projects, after: page.after,
            limit: page.limit))
      }
    return respond(
      RepairOrderPage(repairOrders: orders.map(RepairOrderView.init), next: page.next(after: orders, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let order = try await self.service.pool.execute(FindOrder(number: try context.path("number"))).first else {
      throw Problem.notFound("No repair order has this number.")
    }
    return respond(RepairOrderView(order))
  }

  @Sendable private func survey(
    request: Request, context: ServiceRequestContext, body: Survey
  ) async throws -> Response {
    let number: RepairOrderNumber = try context.path("number")
    return try await self.perform(
      .survey(number, judgement: body.judgement, finding: body.finding, by: body.by), context)
  }

  @Sendable private func accept(
    request: Request, context: ServiceRequestContext, body: Acceptance
  ) async throws -> Response {
    let number: RepairOrderNumber = try context.path("number")
    if let reason = body.reason {
      return try await self.perform(.refuseAcceptance(number, reason: reason, by: body.by), context)
    }
    return try await self.perform(.accept(number, by: body.by), context)
  }

  @Sendable private func sign(
    request: Request, context: ServiceRequestContext, body: Signature
  ) async throws -> Response {
    let number: RepairOrderNumber = try context.path("number")
    if !body.isSigned, let reason = body.reason {
      return try await self.perform(.refuseSignature(number, reason: reason), context)
    }
    return try await self.perform(.sign(number, opinion: body.opinion), context)
  }

  private func perform(_ action: ContractorsAction, _ context: ServiceRequestContext) async throws -> Response {
    try await self.service.perform(action, context) { reply in
      guard case .order(let order) = reply else { throw Problem.notFound() }
      return respond(RepairOrderView(order))
    }
  }
}
