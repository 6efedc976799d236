import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Postgres
import ServiceRuntime

/// Taking one complaint, and showing it.
struct ComplaintRoutes {
  /// The `source` of what is handed in over HTTP.
  static let source = "/http"

  let service: RunningService<IntakeHandler>

  func add(to router: Router<ServiceRequestContext>) {
    router.post("/complaints", use: self.submit)
    router.get("/complaints", use: self.find)
    router.get("/complaints/{number}", use: self.show)
  }

  /// 201 for a new complaint, 200 when the same was handed in before.
  @Sendable private func submit(request: Request, context: ServiceRequestContext) async throws -> Response {
    let json = try await readJSON(request, context)
    let report = try ObjectReader.read(json) { ComplaintReported.read(&$0) }
    let submission = Submission(source: Self.source, report: report)
    switch try await self.service.work.perform(.submit(submission)) {
    case .registered(let complaint):
      var response = respond(ComplaintView(complaint), status: .created)
      response.headers[.location] = "/complaints/\(complaint.number)"
      return response
    case .repeated(let number):
      return try await self.show(number)
    case .project, .imported, .nothing:
      throw Problem.notFound()
    }
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let number = ComplaintNumber(try context.parameters.require("number")) else {
      throw Problem.notFound("A complaint number looks like CLX-2023-000001.")
    }
    return try await self.show(number)
  }

  private func show(_ number: ComplaintNumber) async throws -> Response {
    guard let complaint = try await self.service.pool.execute(FindComplaint(number: number)).first else {
      throw Problem.notFound("No complaint has this number.")
    }
    return respond(ComplaintView(complaint))
  }

  /// A sender looks up what became of its own reference: `/complaints?source=/pms&reference=PMS-1`.
  @Sendable private func find(request: Request, context: ServiceRequestContext) async throws -> Response {
    let query = request.uri.queryParameters
    guard let source = query["source"], let reference = query["reference"] else {
      throw Rejected("", .missing, "Ask with both: ?source=/pms&reference=PMS-000123")
    }
    let key = SenderReference(source: String(source), reference: String(reference))
    guard let complaint = try await self.service.pool.execute(FindSubmission(key: key)).first else {
      throw Problem.notFound("This source has registered no complaint under this reference.")
    }
    return respond(ComplaintView(complaint))
  }
}

/// A complaint as it is shown. The telephone is masked: nobody here has proved that the case is his.
struct ComplaintView: Encodable {
  let number: ComplaintNumber
  let source: String
  let reference: String
  let receivedAt: Date
  let registeredAt: Date
  let channel: Channel
  let kind: ComplaintKind
  let category: Messages.Category
  let grade: Grade
  let customer: Customer
  let unit: UnitAddress
  let buildingPart: BuildingPart
  let content: String
  let accessTimes: [String]?
  let subpart: BuildingSubpart?
  let complainants: Int?
  let receipt: Receipt?
  /// Whether the property register had the home when the complaint was registered.
  let unitKnown: Bool

  init(_ complaint: Complaint) {
    let report = complaint.report
    self.number = complaint.number
    self.source = complaint.source
    self.reference = report.reference
    self.receivedAt = report.receivedAt
    self.registeredAt = complaint.registeredAt
    self.channel = report.channel
    self.kind = report.kind
    self.category = complaint.category
    self.grade = complaint.grade
    self.customer = Customer(
      surname: report.customer.surname, telephone: Self.masked(report.customer.telephone))
    self.unit = report.unit
    self.buildingPart = report.buildingPart
    self.content = report.content
    self.accessTimes = report.accessTimes
    self.subpart = report.subpart
    self.complainants = report.complainants
    self.receipt = report.receipt
    self.unitKnown = complaint.isUnitKnown
  }

  /// `13800138000` becomes `138****8000`; of a short number only the last two digits stay.
  static func masked(_ telephone: String) -> String {
    let (head, tail) = telephone.count >= 11 ? (3, 4) : (0, 2)
    return telephone.prefix(head) + String(repeating: "*", count: telephone.count - head - tail)
      + telephone.suffix(tail)
  }
}
