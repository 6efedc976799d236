import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// Work contact sheets between departments and with outside units (SM03-12; ).
struct ContactSheetRoutes {
  let service: RunningService<DispatchHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/contact-sheets", "sendContactSheet", TermName("发出工作联系单", "Send a work contact sheet"),
        notes: "R-341: a reply is due in two working days. R-343: numbered.", for: .caseWork, reading: Self.draft,
        answers: [.json(.created, ContactSheetView.self, hasVersion: true, "The sheet, numbered.")], use: self.send),
      Endpoint(
        .get, "/contact-sheets", "listContactSheets", TermName("待回复的联系单", "List contact sheets that wait for a reply"),
        for: .caseWork, query: [.project()] + QueryParameter.page(),
        answers: [.json(ContactSheetPage.self, "A page of the caller's projects (R-323).")], use: self.list),
      Endpoint(
        .get, "/cases/{number}/contact-sheets", "contactSheetsOfCase",
        TermName("投诉的联系单", "Contact sheets about one complaint"), for: .caseWork, path: [.complaintNumber],
        answers: [.json(ContactSheetPage.self, "All of them, oldest first.")], use: self.ofCase),
      Endpoint(
        .get, "/contact-sheets/{number}", "showContactSheet", TermName("查看联系单", "Show a contact sheet"),
        for: .caseWork, path: [Self.number], answers: [Self.answer("The sheet.")], use: self.show),
      Endpoint(
        .post, "/contact-sheets/{number}/reply", "replyToContactSheet", TermName("回复联系单", "Reply to a contact sheet"),
        notes: "R-341. A late reply is taken too.", for: .caseWork, path: [Self.number], takesIfMatch: true,
        reading: { fields, caller in
          let text = fields.required("text", .longText(upTo: 4000))
          let person = caller.person(&fields)
          guard let text, let person else { return nil }
          return (text: text, person: person)
        }, answers: [Self.answer("The sheet, answered.")], use: self.reply),
    ]
  }

  private static let number = PathParameter("number", FormNumber.self)

  private static func answer(_ notes: String) -> EndpointAnswer {
    .json(ContactSheetView.self, hasVersion: true, notes)
  }

  @Sendable private static func draft(_ fields: inout ObjectReader, _ caller: Caller) -> ContactSheetAction.Draft? {
    let project = fields.required(
      "project", .identifier(ProjectCode.self))
    let from = fields.required("from", .term(ResponsibleUnit.self))
    let to = fields.required("to", .line(upTo: 100))
    let copies = fields.optional("copies", .list(of: .line(upTo: 100), atMost: 20))
    let subject = fields.required("subject", .line(upTo: 200))
    let content = fields.required("content", .longText(upTo: 8000))
    let complaint = fields.optional(
      "complaint",
      .identifier(ComplaintNumber.self))
    let person = caller.person(&fields)
    if let project, let complaint, complaint.project != project {
      fields.note("complaint", .conflict, "Belongs to another project.")
    }
    guard let project, let from, let to, let subject, let content, let person else { return nil }
    return ContactSheetAction.Draft(
      project: project, from: from, to: to, copies: copies ?? [], subject: subject, content: content,
      complaint: complaint, by: person)
  }

  @Sendable private func send(
    request: Request, context: ServiceRequestContext, body: ContactSheetAction.Draft
  ) async throws -> Response {
    try context.caller.requireScope(body.project)
    return try await self.perform(.send(body), context, status: .created)
  }

  @Sendable private func reply(
    request: Request, context: ServiceRequestContext, body: (text: String, person: String)
  ) async throws -> Response {
    try await self.perform(.reply(try context.path("number"), text: body.text, by: body.person), context)
  }

  private func perform(
    _ action: ContactSheetAction, _ context: ServiceRequestContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    try await self.service.perform(.onContactSheet(action), context) { reply in
      guard case .ofContactSheet(let sheet) = reply else { throw Problem.internalError }
      var response = respond(ContactSheetView(sheet), status: status).version(sheet.revision)
      if status == .created { response.headers[.location] = "/contact-sheets/\(sheet.number)" }
      return response
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let found = try await self.service.pool.execute(
      ListContactSheets(projects: projects.codes, after: page.after, limit: page.limit))
    return respond(
      ContactSheetPage(sheets: found.map { ContactSheetView($0) }, next: page.next(after: found, \.number)))
  }

  @Sendable private func ofCase(request: Request, context: ServiceRequestContext) async throws -> Response {
    let found = try await self.service.pool.execute(
      ContactSheetsOfComplaint(complaint: try context.path("number")))
    return respond(ContactSheetPage(sheets: found.map { ContactSheetView($0) }, next: nil))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: FormNumber = try context.path("number")
    guard let sheet = try await self.service.pool.execute(FindContactSheet(number: number)).first else {
      throw Problem.notFound("There is no contact sheet with this number.")
    }
    return respond(ContactSheetView(sheet)).version(sheet.revision)
  }
}

struct ContactSheetPage: Codable {
  let sheets: [ContactSheetView]
  /// What to give as `after` for the next page; absent on the last.
  let next: FormNumber?
}

/// A contact sheet as it is shown.
struct ContactSheetView: Codable {
  let number: FormNumber
  let from: ResponsibleUnit
  /// A department's word, or the name of a unit outside the company.
  let to: String
  let copies: [String]
  let subject: String
  let content: String
  let complaint: ComplaintNumber?
  let sentBy: String
  let sentAt: Date
  let replyDueAt: Date
  let reply: ContactSheet.Reply?
  /// When the limit passed without a reply.
  let overdueAt: Date?

  init(_ sheet: ContactSheet) {
    self.number = sheet.number
    self.from = sheet.from
    self.to = sheet.to
    self.copies = sheet.copies
    self.subject = sheet.subject
    self.content = sheet.content
    self.complaint = sheet.complaint
    self.sentBy = sheet.sentBy
    self.sentAt = sheet.sentAt
    self.replyDueAt = sheet.replyDueAt
    self.reply = sheet.reply
    self.overdueAt = sheet.overdueAt
  }
}
