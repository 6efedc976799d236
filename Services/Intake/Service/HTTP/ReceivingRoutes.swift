import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// What is taken down beside one complete complaint: several problems of one contact, reports of misconduct.
struct ReceivingRoutes {
  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/contacts", "submitContact", TermName("登记一次来访的多个问题", "Record several problems of one contact"),
        notes: "R-016: each problem becomes a complaint, linked to the others; all or none.", for: .anyEmployee,
        reading: { fields, _ in ContactReader.read(&fields) },
        answers: [.json(.created, LinkedComplaints.self, "The complaints, in the order of the problems.")],
        use: self.submitTogether),
      Endpoint(
        .post, "/misconduct-reports", "reportMisconduct", TermName("举报员工违规", "Report misconduct of staff"),
        notes: "R-316: kept apart from complaints; whoever reports may stay unknown.",
        for: .anyEmployee, reading: { fields, _ in MisconductReader.read(&fields) },
        answers: [.empty(.noContent, "It was taken. The same reference again is the same report.")], use: self.report),
      Endpoint(
        .get, "/misconduct-reports", "listMisconductReports", TermName("员工违规举报列表", "List reports of misconduct"),
        notes: "R-316: for the leading group alone. R-329: who looks is written down.",
        for: .posts(.generalManager, .leaderInCharge),
        query: [QueryParameter("since", .time, "Those recorded from then on; without it all.")]
          + QueryParameter.page(),
        answers: [.json(MisconductList.self, "A page of the caller's projects, in the order of recording.")],
        use: self.listReports),
    ]
  }

  @Sendable private func submitTogether(
    request: Request, context: ServiceRequestContext, contact: Contact
  ) async throws -> Response {
    for submission in contact.submissions { try context.caller.requireScope(submission.report.unit.project) }
    return try await self.service.perform(.submitTogether(contact), context) { reply in
      guard case .contact(let complaints) = reply else { throw Problem.notFound() }
      return respond(LinkedComplaints(complaints: complaints.map { ComplaintView($0) }), status: .created)
    }
  }

  @Sendable private func report(
    request: Request, context: ServiceRequestContext, read: MisconductReader
  ) async throws -> Response {
    try context.caller.requireScope(read.project)
    return try await self.service.perform(.report(read.report(at: self.service.clock.now)), context) { _ in
      Response(status: .noContent)
    }
  }

  @Sendable private func listReports(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    guard let after = page.after.isEmpty ? 0 : Int64(page.after) else {
      throw Rejected("after", .invalid, "Must be what the page before gave as next.")
    }
    var since = Date(timeIntervalSince1970: 0)
    if let given = request.uri.queryParameters["since"] {
      guard let time = RFC3339.date(from: String(given)) else {
        throw Rejected("since", .invalid, "Must be a time after RFC 3339 with an offset.")
      }
      since = time
    }
    let reports = try await self.service.pool.execute(
      ListMisconductReports(
        after: after, since: since, projects: context.caller.projects.codes, limit: page.limit))
    try await self.service.note(reports.map { PersonalDataRead($0.report, id: $0.id) }, by: context.caller)
    return respond(
      MisconductList(
        reports: reports.map { MisconductView($0.report, id: $0.id) },
        next: page.next(after: reports, \.id).map(String.init)))
  }
}

/// Reads a contact: what its problems have in common stands once, and each problem says what is its own.
enum ContactReader {
  static func read(_ fields: inout ObjectReader) -> Contact? {
    let reference = fields.required("reference", ComplaintReported.referenceRule)
    let receivedAt = fields.required("receivedAt", .time)
    let channel = fields.required("channel", .term(Channel.self))
    let kind = fields.required("kind", .term(ComplaintKind.self))
    let customer = fields.required("customer", .object { Customer.read(&$0) })
    let unit = fields.required("unit", .object { UnitAddress.read(&$0) })
    let accessTimes = fields.optional("accessTimes", .list(of: .line(upTo: 100), atMost: 10))
    let complainants = fields.optional("complainants", .integer(2...999))
    let receipt = fields.optional("receipt", .object { Receipt.read(&$0) })
    let before = fields.faults.count
    let problems = fields.required(
      "problems", .list(of: .object { Problem.read(&$0) }, atMost: Contact.mostProblems))
    if problems?.isEmpty == true, fields.faults.count == before {
      fields.note("problems", .empty, "A contact has at least one problem.")
    }
    guard let reference, let receivedAt, let channel, let kind, let customer, let unit, let problems, !problems.isEmpty
    else { return nil }
    return Contact(
      source: ComplaintRoutes.source, reference: reference,
      reports: problems.map { problem in
        ComplaintReported(
          reference: reference, receivedAt: receivedAt, channel: channel, kind: problem.kind ?? kind,
          customer: customer,
          unit: UnitAddress(
            project: unit.project, building: unit.building, unit: unit.unit,
            location: problem.location ?? unit.location),
          buildingPart: problem.buildingPart, content: problem.content, accessTimes: accessTimes,
          gradeHint: problem.gradeHint, categoryHint: problem.categoryHint, subpart: problem.subpart,
          complainants: complainants, receipt: receipt)
      })
  }

  private struct Problem {
    let buildingPart: BuildingPart
    let content: String
    let kind: ComplaintKind?
    let location: String?
    let subpart: BuildingSubpart?
    let gradeHint: Grade?
    let categoryHint: Messages.Category?

    static func read(_ fields: inout ObjectReader) -> Problem? {
      let buildingPart = fields.required("buildingPart", .term(BuildingPart.self))
      let content = fields.required("content", .longText(upTo: 4000))
      let kind = fields.optional("kind", .term(ComplaintKind.self))
      let location = fields.optional("location", .line(upTo: 100))
      let subpart = fields.optional("subpart", .term(BuildingSubpart.self))
      let gradeHint = fields.optional("gradeHint", .term(Grade.self))
      let categoryHint = fields.optional("categoryHint", .term(Messages.Category.self))
      if let subpart, let buildingPart, subpart.part != buildingPart {
        fields.note("subpart", .invalid, "This is no piece of that building part.")
      }
      guard let buildingPart, let content else { return nil }
      return Problem(
        buildingPart: buildingPart, content: content, kind: kind, location: location, subpart: subpart,
        gradeHint: gradeHint, categoryHint: categoryHint)
    }
  }
}

struct MisconductReader {
  let reference: String
  let receivedAt: Date
  let channel: Channel
  let project: ProjectCode
  let content: String
  let reporter: Customer?

  static func read(_ fields: inout ObjectReader) -> MisconductReader? {
    let reference = fields.required("reference", ComplaintReported.referenceRule)
    let receivedAt = fields.required("receivedAt", .time)
    let channel = fields.required("channel", .term(Channel.self))
    let project = fields.required("project", .projectCode)
    let content = fields.required("content", .longText(upTo: 4000))
    let reporter = fields.optional("reporter", .object { Customer.read(&$0) })
    guard let reference, let receivedAt, let channel, let project, let content else { return nil }
    return MisconductReader(
      reference: reference, receivedAt: receivedAt, channel: channel, project: project, content: content,
      reporter: reporter)
  }

  func report(at now: Date) -> MisconductReport {
    MisconductReport(
      source: ComplaintRoutes.source, reference: self.reference, receivedAt: self.receivedAt, recordedAt: now,
      channel: self.channel, project: self.project, content: self.content, reporter: self.reporter)
  }
}

private struct LinkedComplaints: Codable {
  let complaints: [ComplaintView]
}

private struct MisconductList: Codable {
  let reports: [MisconductView]
  /// What to give as `after` for the next page; absent on the last.
  let next: String?
}

private struct MisconductView: Codable {
  /// By which a look at it is written down.
  let id: Int64
  let reference: String
  let receivedAt: Date
  let recordedAt: Date
  let channel: Channel
  let project: ProjectCode
  let content: String
  let reporter: Customer?

  init(_ report: MisconductReport, id: Int64) {
    self.id = id
    self.reference = report.reference
    self.receivedAt = report.receivedAt
    self.recordedAt = report.recordedAt
    self.channel = report.channel
    self.project = report.project
    self.content = report.content
    self.reporter = report.reporter
  }
}
