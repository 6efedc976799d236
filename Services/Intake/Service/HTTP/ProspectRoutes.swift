import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Postgres
import ServiceRuntime

/// People who think of buying, met in contacts of customer service, and how sales takes them over (SM03-14, R-032).
struct ProspectRoutes {
  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/prospects", "recordProspect", TermName("登记潜在客户", "Record a prospective customer"),
        notes: "R-032: on the form SM03-14, on the day of the contact; sales sees it at once.", for: Self.recorders,
        reading: { fields, caller in ProspectNote.read(&fields, caller) },
        answers: [.json(.created, ProspectView.self, "The record, with its number; the telephone is masked.")],
        use: self.record),
      Endpoint(
        .get, "/prospects", "listProspects", TermName("潜在客户列表", "List prospective customers"),
        notes: "Those who wait for sales, or all; telephones are masked (R-330).", for: Self.readers,
        query: [
          .word("follow-up", oneOf: FollowUpWord.allCases, "waiting: whom nobody has taken over; all: everybody."),
          .project(),
        ] + QueryParameter.page(), answers: [.json(ProspectPage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
      Endpoint(
        .get, "/prospects/{number}", "showProspect", TermName("查看潜在客户", "Show a prospective customer"),
        notes: "With the telephone, for whoever answers him; who looks is written down (R-329).", for: Self.answerers,
        path: [Self.number], answers: [.json(ProspectView.self, "The record.")], use: self.show),
      Endpoint(
        .post, "/prospects/{number}/follow-up", "followUpProspect",
        TermName("销售跟进", "Take a prospective customer over"), notes: "R-032: sales answers him from then on.",
        for: .posts(.salesRepresentative), path: [Self.number],
        reading: { fields, caller in caller.person(&fields).map { Author(caller, account: $0) } },
        answers: [.json(ProspectView.self, "The record, with who follows it up.")], use: self.followUp),
    ]
  }

  private static let number = PathParameter("number", ProspectNumber.self)
  private static let recorders =
    Access.customerService + .posts(.callCentreAgent, .propertyOffice, .salesRepresentative)
  private static let readers = Access.customerService + .posts(.salesRepresentative)
  private static let answerers = Access.posts(.salesRepresentative, .customerServiceManager)

  private enum FollowUpWord: String, CaseIterable {
    case waiting, all
  }

  @Sendable private func record(
    request: Request, context: ServiceRequestContext, note: ProspectNote
  ) async throws -> Response {
    try context.caller.requireScope(note.project)
    return try await self.answer(.note(note), context, status: .created)
  }

  @Sendable private func followUp(
    request: Request, context: ServiceRequestContext, author: Author
  ) async throws -> Response {
    try await self.answer(.followUp(try context.path("number"), by: author), context, status: .ok)
  }

  private func answer(
    _ action: IntakeAction, _ context: ServiceRequestContext, status: HTTPResponse.Status
  ) async throws -> Response {
    try await self.service.perform(action, context) { reply in
      guard case .prospect(let prospect) = reply else { throw Problem.notFound() }
      var response = respond(ProspectView(prospect, isMasked: true), status: status)
      response.headers[.location] = "/prospects/\(prospect.number)"
      return response
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let all = try request.word("follow-up", oneOf: FollowUpWord.allCases) == .all
    let prospects =
      if all {
        try await self.service.pool.execute(
          ListProspects(after: page.after, projects: projects.codes, limit: page.limit))
      } else {
        try await self.service.pool.execute(
          ListWaitingProspects(after: page.after, projects: projects.codes, limit: page.limit))
      }
    return respond(
      ProspectPage(
        prospects: prospects.map { ProspectView($0, isMasked: true) }, next: page.next(after: prospects, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ProspectNumber = try context.path("number")
    guard let prospect = try await self.service.pool.execute(FindProspect(number: number)).first else {
      throw Problem.notFound("No prospective customer has this number.")
    }
    try await self.service.note([PersonalDataRead(prospect)], by: context.caller)
    var response = respond(ProspectView(prospect, isMasked: false))
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

extension ProspectNote {
  fileprivate static func read(_ fields: inout ObjectReader, _ caller: Caller) -> ProspectNote? {
    let project = fields.required("project", .projectCode)
    let person = fields.required("person", .object { Customer.read(&$0) })
    let channel = fields.required("channel", .term(Channel.self))
    let metAt = fields.required("metAt", .time)
    let demand = Prospect.Demand(
      type: fields.optional("demandType", .line(upTo: 100)), area: fields.optional("demandArea", .line(upTo: 100)),
      budget: fields.optional("budget", .line(upTo: 100)),
      preferences: fields.optional("preferences", .longText(upTo: 1000)))
    let referredBy = fields.optional("referredBy", .line(upTo: 100))
    let account = caller.person(&fields)
    guard let project, let person, let channel, let metAt, let account else { return nil }
    return ProspectNote(
      project: project, person: person, channel: channel, metAt: metAt, demand: demand, referredBy: referredBy,
      author: Author(caller, account: account))
  }
}

private struct ProspectPage: Codable {
  let prospects: [ProspectView]
  /// What to give as `after` for the next page; absent on the last.
  let next: ProspectNumber?
}

private struct ProspectView: Codable {
  let number: ProspectNumber
  let person: Customer
  let channel: Channel
  let metAt: Date
  let demandType: String?
  let demandArea: String?
  let budget: String?
  let preferences: String?
  /// Names an owner, often with his home: left out where telephones are masked.
  let referredBy: String?
  let by: String
  let recordedAt: Date
  /// Who of sales has taken him over.
  let followUpBy: String?
  let followUpAt: Date?

  init(_ prospect: Prospect, isMasked: Bool) {
    let person = prospect.person
    self.number = prospect.number
    self.person =
      isMasked
      ? Customer(surname: person.surname, telephone: ComplaintView.masked(person.telephone)) : person
    self.channel = prospect.channel
    self.metAt = prospect.metAt
    self.demandType = prospect.demand.type
    self.demandArea = prospect.demand.area
    self.budget = prospect.demand.budget
    self.preferences = prospect.demand.preferences
    self.referredBy = isMasked ? nil : prospect.referredBy
    self.by = prospect.author.account
    self.recordedAt = prospect.recordedAt
    self.followUpBy = prospect.followUp?.author.account
    self.followUpAt = prospect.followUp?.takenAt
  }
}
