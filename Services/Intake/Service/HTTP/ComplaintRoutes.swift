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

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/complaints", "submitComplaint", TermName("登记投诉", "Record a complaint"),
        notes: "R-013: every employee may. The same reference again is answered with what was recorded first.",
        for: .anyEmployee, reading: { fields, _ in ComplaintReported.read(&fields) },
        answers: [
          .json(.created, ComplaintView.self, "It is registered, with its number."),
          .json(ComplaintView.self, "The same was handed in before."),
          .empty(.noContent, "A report of misconduct was taken; it is shown to the leading group alone (R-316)."),
        ], use: self.submit),
      Endpoint(
        .get, "/complaints", "findComplaint", TermName("按来源查找投诉", "Find a complaint by its sender's reference"),
        notes: "R-329: who looks is written down.", for: .caseWork + .posts(.system),
        query: [
          .text("source", isRequired: true, "The sender, as in the event's source."),
          .text("reference", isRequired: true, "The sender's own number."), PersonalDataRoutes.reason,
        ], answers: [.json(ComplaintView.self, hasVersion: true, "The complaint; the telephone is masked (R-330).")],
        use: self.find),
      Endpoint(
        .get, "/complaints/{number}", "showComplaint", TermName("查看投诉", "Show a complaint"),
        notes: "R-329: who looks is written down.", for: .caseWork, path: [.complaintNumber],
        query: [PersonalDataRoutes.reason],
        answers: [.json(ComplaintView.self, hasVersion: true, "The complaint; the telephone is masked (R-330).")],
        use: self.show),
    ]
  }

  @Sendable private func submit(
    request: Request, context: ServiceRequestContext, report: ComplaintReported
  ) async throws -> Response {
    try context.caller.requireScope(report.unit.project)
    return try await self.service.perform(.submit(Submission(source: Self.source, report: report)), context) { reply in
      switch reply {
      case .registered(let complaint):
        var response = respond(ComplaintView(complaint), status: .created)
        response.headers[.location] = "/complaints/\(complaint.number)"
        return response
      case .repeated(let complaint):
        // No look: he has said the same, word by word.
        return respond(ComplaintView(complaint)).version(complaint.version)
      default:
        // A report of misconduct has no number that could be told, and no page that could be looked at.
        return Response(status: .noContent)
      }
    }
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    try await self.service.show(
      try context.path("number"), to: context.caller, because: try PersonalDataRoutes.reason(request))
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
    try context.caller.requireScope(complaint.number.project)
    return try await self.service.show(
      complaint, to: context.caller, because: try PersonalDataRoutes.reason(request))
  }
}

extension RunningService<IntakeHandler> {
  /// Shows what a customer has said, and writes down who looks.
  func show(_ number: ComplaintNumber, to caller: Caller, because reason: ReadReason) async throws -> Response {
    guard let complaint = try await self.pool.execute(FindComplaint(number: number)).first else {
      throw Problem.notFound("No complaint has this number.")
    }
    return try await self.show(complaint, to: caller, because: reason)
  }

  func show(_ complaint: Complaint, to caller: Caller, because reason: ReadReason) async throws -> Response {
    try await self.note([PersonalDataRead(.complaint, of: complaint.number, because: reason)], by: caller)
    return respond(ComplaintView(complaint)).version(complaint.version)
  }
}

/// Where a complaint stands, as a change of it is answered: nothing of what the customer has said, so that it is no look
/// whoever asks and however often.
struct ComplaintStanding: Codable {
  let number: ComplaintNumber
  let receivedAt: Date
  let registeredAt: Date
  let channel: Channel
  let kind: ComplaintKind
  let category: Messages.Category
  let grade: Grade
  /// The matter that several customers complain about.
  let matter: MatterNumber?
  let version: Int64

  init(_ complaint: Complaint) {
    self.number = complaint.number
    self.receivedAt = complaint.report.receivedAt
    self.registeredAt = complaint.registeredAt
    self.channel = complaint.report.channel
    self.kind = complaint.kind
    self.category = complaint.category
    self.grade = complaint.grade
    self.matter = complaint.matter
    self.version = complaint.version
  }
}

/// A complaint as it is shown. The telephone is masked: nobody here has proved that the case is his.
struct ComplaintView: Codable {
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
  /// The matter that several customers complain about.
  let matter: MatterNumber?
  /// When what it said of people was taken away.
  let anonymisedAt: Date?
  let version: Int64

  init(_ complaint: Complaint) {
    let report = complaint.report
    self.number = complaint.number
    self.source = complaint.source
    self.reference = report.reference
    self.receivedAt = report.receivedAt
    self.registeredAt = complaint.registeredAt
    self.channel = report.channel
    self.kind = complaint.kind
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
    self.matter = complaint.matter
    self.anonymisedAt = complaint.anonymisedAt
    self.version = complaint.version
  }

  /// `13800138000` becomes `138****8000`; of a short number only the last two digits stay. A draft may hold what is no number
  /// yet: of one or two digits none stays.
  static func masked(_ telephone: String) -> String {
    let (head, tail) = telephone.count >= 11 ? (3, 4) : (0, telephone.count > 2 ? 2 : 0)
    return telephone.prefix(head) + String(repeating: "*", count: telephone.count - head - tail)
      + telephone.suffix(tail)
  }
}
