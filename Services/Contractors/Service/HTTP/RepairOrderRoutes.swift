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

  func add(to router: Router<ServiceRequestContext>) {
    router.get("/repair-orders", use: self.list)
    router.get("/repair-orders/{number}", use: self.show)
    router.post("/repair-orders/{number}/survey", use: self.survey)
    router.post("/repair-orders/{number}/acceptance", use: self.accept)
    router.post("/repair-orders/{number}/signature", use: self.sign)
  }

  /// A page of the orders, in one state or in all, by number:
  /// `/repair-orders?state=created&limit=100&after=CLX-2023-000042-R1`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: RepairOrder.State.allCases)
    let page = try PageRequest(request)
    let orders =
      if let state, state != .closed {
        try await self.service.pool.execute(ListOpenOrders(state: state, after: page.after, limit: page.limit))
      } else {
        try await self.service.pool.execute(
          ListOrders(
            states: state.map { [$0] } ?? RepairOrder.State.allCases, after: page.after, limit: page.limit))
      }
    return respond(
      RepairOrderPage(repairOrders: orders.map(RepairOrderView.init), next: page.next(after: orders, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let order = try await self.service.pool.execute(FindOrder(number: try self.number(context))).first else {
      throw Problem.notFound("No repair order has this number.")
    }
    return respond(RepairOrderView(order))
  }

  /// where, why and who answers for it. The order is awarded at once if a contractor of its trade is listed.
  @Sendable private func survey(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    return try await self.perform(
      ObjectReader.read(json) { fields in
        let judgement = fields.required("judgement", .term(Judgement.self))
        let finding = fields.required("finding", .longText(upTo: 2000))
        let by = fields.required("by", .line(upTo: 60))
        guard let judgement, let finding, let by else { return nil }
        return .survey(number, judgement: judgement, finding: finding, by: by)
      })
  }

  /// the developer's verdict. One that is not good needs a reason.
  @Sendable private func accept(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    return try await self.perform(
      ObjectReader.read(json) { fields in
        let accepted = fields.required("accepted", .boolean)
        let reason = self.reason(&fields, unless: accepted, "accepted")
        let by = fields.required("by", .line(upTo: 60))
        guard let accepted, let by else { return nil }
        if accepted { return .accept(number, by: by) }
        return reason.map { .refuseAcceptance(number, reason: $0, by: by) }
      })
  }

  /// the owner signs, or gives the reason why not.
  @Sendable private func sign(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    return try await self.perform(
      ObjectReader.read(json) { fields in
        let signed = fields.required("signed", .boolean)
        let opinion = fields.optional("opinion", .longText(upTo: 2000))
        let reason = self.reason(&fields, unless: signed, "signed")
        guard let signed else { return nil }
        if signed { return .sign(number, opinion: opinion) }
        return reason.map { .refuseSignature(number, reason: $0) }
      })
  }

  /// The field `reason`, which a refusal must have.
  private func reason(_ fields: inout ObjectReader, unless verdict: Bool?, _ name: String) -> String? {
    let before = fields.faults.count
    let reason = fields.optional("reason", .longText(upTo: 2000))
    if verdict == false, reason == nil, fields.faults.count == before {
      fields.note("reason", .missing, "A reason is needed where \(name) is false.")
    }
    return reason
  }

  private func perform(_ action: ContractorsAction) async throws -> Response {
    guard case .order(let order) = try await self.service.work.perform(action) else { throw Problem.notFound() }
    return respond(RepairOrderView(order))
  }

  private func number(_ context: ServiceRequestContext) throws -> RepairOrderNumber {
    guard let number = RepairOrderNumber(try context.parameters.require("number")) else {
      throw Problem.notFound("The number of a repair order looks like CLX-2023-000001-R1.")
    }
    return number
  }
}
