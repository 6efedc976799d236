import ContractorsDomain
import DurableMessaging
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// The register of contractors (SM03-18).
struct ContractorRoutes {
  let service: RunningService<ContractorsHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/contractors", "listContractors", TermName("维修商名录", "List the repair contractors"), for: Self.readers,
        answers: [.json(ContractorList.self, "All contractors, by code.")], use: self.list),
      Endpoint(
        .put, "/contractors/{code}", "listContractor",
        TermName("登记维修商", "List a contractor, or change what is known of one"),
        notes: "Orders that have waited for one of the trades are awarded at once.",
        for: .posts(.repairSupervisor, .customerServiceManager, .contractsOfficer, .administrator),
        path: [PathParameter("code", ContractorCode.self)], reading: { fields, _ in Self.read(&fields) },
        answers: [
          .json(.created, ContractorView.self, "A new contractor."),
          .json(ContractorView.self, "It was listed already."),
        ], use: self.put),
    ]
  }

  private static let readers =
    Access.customerService + .posts(.contractsOfficer, .unitHead, .engineer, .leaderInCharge, .auditor, .administrator)

  private typealias Body = (name: String, trades: [Trade], brokerUser: String)

  private static func read(_ fields: inout ObjectReader) -> Body? {
    let name = fields.required("name", .line(upTo: 80))
    let before = fields.faults.count
    let trades = fields.required("trades", .list(of: .term(Trade.self), atMost: Trade.known.count))
    // A list without one known word has been found fault with already.
    if trades?.isEmpty == true, fields.faults.count == before {
      fields.note("trades", .empty, "A contractor has at least one trade.")
    }
    let brokerUser = fields.required("brokerUser", .line(upTo: 60))
    guard let name, let trades, !trades.isEmpty, let brokerUser else { return nil }
    return (name, trades, brokerUser)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let entries = try await self.service.pool.execute(ListContractors())
    return respond(ContractorList(contractors: entries.map(ContractorView.init)))
  }

  /// Lists a contractor (201), or changes what is known of one (200); the same again changes nothing.
  @Sendable private func put(request: Request, context: ServiceRequestContext, body: Body) async throws -> Response {
    let contractor = Contractor(
      code: try context.path("code"), name: body.name, trades: Set(body.trades), brokerUser: body.brokerUser)
    guard case .contractor(let entry, let isNew) = try await self.service.work.perform(.list(contractor)) else {
      throw Problem.notFound()
    }
    return respond(ContractorView(entry), status: isNew ? .created : .ok)
  }
}

private struct ContractorList: Codable {
  let contractors: [ContractorView]
}

/// A contractor as it is shown.
private struct ContractorView: Codable {
  let code: ContractorCode
  let name: String
  let trades: [Trade]
  let brokerUser: String
  /// Held and not signed so far.
  let openOrders: Int

  init(_ entry: ContractorRegister.Entry) {
    self.code = entry.contractor.code
    self.name = entry.contractor.name
    self.trades = entry.contractor.trades.sorted { $0.rawValue < $1.rawValue }
    self.brokerUser = entry.contractor.brokerUser
    self.openOrders = entry.openOrders
  }
}
