import ContractorsDomain
import DurableMessaging
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// The register of contractors (SM03-18).
struct ContractorRoutes {
  let service: RunningService<ContractorsHandler>

  func add(to router: Router<ServiceRequestContext>) {
    router.get("/contractors", use: self.list)
    router.put("/contractors/{code}", use: self.put)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let entries = try await self.service.pool.execute(ListContractors())
    return respond(ContractorList(contractors: entries.map(ContractorView.init)))
  }

  /// Lists a contractor (201), or changes what is known of one (200); the same again changes nothing. Orders that have
  /// waited for one of the trades are awarded at once.
  @Sendable private func put(request: Request, context: ServiceRequestContext) async throws -> Response {
    let code = ContractorCode(try context.parameters.require("code"))
    let json = try await readJSON(request, context)
    let contractor = try ObjectReader.read(json) { fields -> Contractor? in
      if code == nil {
        fields.note(
          "code", .invalid, "A contractor code has 2 to 20 capital letters, digits or hyphens, a letter first.")
      }
      let name = fields.required("name", .line(upTo: 80))
      let before = fields.faults.count
      let trades = fields.required("trades", .list(of: .term(Trade.self), atMost: Trade.known.count))
      // A list without one known word has been found fault with already.
      if trades?.isEmpty == true, fields.faults.count == before {
        fields.note("trades", .empty, "A contractor has at least one trade.")
      }
      let brokerUser = fields.required("brokerUser", .line(upTo: 60))
      guard let code, let name, let trades, !trades.isEmpty, let brokerUser else { return nil }
      return Contractor(code: code, name: name, trades: Set(trades), brokerUser: brokerUser)
    }
    guard case .contractor(let entry, let isNew) = try await self.service.work.perform(.list(contractor)) else {
      throw Problem.notFound()
    }
    return respond(ContractorView(entry), status: isNew ? .created : .ok)
  }
}

private struct ContractorList: Encodable {
  let contractors: [ContractorView]
}

/// A contractor as it is shown.
private struct ContractorView: Encodable {
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
