import Foundation
import Hummingbird
import Messages
import Messaging
import Postgres
import Presentation
import ReportingDomain
import ServiceRuntime

/// The weekly report, the status table and the timeline of a case, as JSON or as a table for people.
struct ReportRoutes {
  let service: RunningService<ReportingHandler>
  /// For the head of printed forms.
  let company: String?

  var endpoints: [Endpoint] {
    let format = QueryParameter.word("format", oneOf: Format.allCases, "Without it: json.")
    let table = EndpointAnswer.bytes(["application/json", "text/plain"], "JSON, or a table for people.")
    return [
      Endpoint(
        .get, "/reports/weekly", "weeklyReport", TermName("周报", "The weekly report"), for: Self.readers,
        query: [.text("week", "As 2023-W01; without it the last week that has ended."), format], answers: [table],
        use: self.weekly),
      Endpoint(
        .get, "/status-table", "statusTable", TermName("投诉处理状态表", "The status table of open cases (SM03-09)"),
        for: Self.readers,
        query: QueryParameter.page(upTo: 5000)
          + [.word("format", oneOf: TableFormat.allCases, "Without it: json; html is for printing on A4.")],
        answers: [.bytes(["application/json", "text/plain", "text/html"], "JSON, or a table for people.")],
        use: self.statusTable),
      Endpoint(
        .get, "/cases/{number}/events", "timeline", TermName("投诉经过", "What happened to a case"), for: Self.readers,
        path: [.complaintNumber], answers: [.json([KeptEvent].self, "The events, oldest first.")], use: self.events),
    ]
  }

  private static let readers = Access.caseWork + .posts(.dataAnalyst, .auditor)

  /// `/reports/weekly?week=2023-W01&format=text`; without a week the last one that has ended.
  @Sendable private func weekly(request: Request, context: ServiceRequestContext) async throws -> Response {
    let given = request.uri.queryParameters["week"].map(String.init)
    let week = given.map(ReportWeek.init) ?? ReportWeek.last(before: self.service.clock.now)
    guard let week else { throw Rejected("week", .invalid, "A week looks like 2023-W01.") }
    let records = try await self.records(RecordsOfWeek(week: week)).filter {
      context.caller.mayAct(in: $0.number.project)
    }
    let report = WeeklyReport(week: week, records: records)
    return try self.answer(request, json: report, text: report.text)
  }

  /// `/status-table?limit=500&after=CLX-2023-000042&format=text`: open cases, oldest number first.
  @Sendable private func statusTable(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request, limit: 500, upTo: 5000)
    let projects = context.caller.projects.codes
    // One more than is shown tells whether there are more.
    let records = try await self.records(OpenRecords(projects: projects, after: page.after, limit: page.limit + 1))
    let table = StatusTable(records: Array(records.prefix(page.limit)), now: self.service.clock.now)
    if try request.word("format", oneOf: TableFormat.allCases) == .html {
      let open = try await self.service.pool.execute(CountOpenRecords(projects: projects)).first
      return respond(
        page: table.page(
          for: context.caller.name, projects: projects, open: open, goesOn: records.count > page.limit,
          company: self.company
        ).html)
    }
    return try self.answer(request, json: table, text: table.text)
  }

  @Sendable private func events(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    let events = try await self.service.pool.execute(EventsOfCase(subject: number.text))
    guard !events.isEmpty else { throw Problem.notFound("No event of this complaint has been heard of.") }
    return respond(events)
  }

  private func records<S: PreparedStatement>(_ statement: S) async throws -> [CaseRecord] where S.Output == CaseRecord {
    let records = try await self.service.pool.execute(statement)
    var pipeline = Pipeline()
    let parts = CaseRecordParts(of: records.map(\.number), in: &pipeline)
    return try parts.added(to: records, from: try await self.service.pool.execute(pipeline))
  }

  private func answer(_ request: Request, json: some Encodable, text: String) throws -> Response {
    switch try request.word("format", oneOf: Format.allCases) ?? .json {
    case .json: respond(json)
    case .text:
      Response(
        status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }

  private enum Format: String, CaseIterable {
    case json, text
  }

  /// The status table is a form and can be printed (SM03-09).
  private enum TableFormat: String, CaseIterable {
    case json, text, html
  }
}
