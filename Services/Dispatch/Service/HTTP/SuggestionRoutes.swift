import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime
import WorkCalendar

/// What staff see of suggestions and applications, and do to them (3.2).
struct SuggestionRoutes {
  let service: RunningService<DispatchHandler>
  let calendar: WorkCalendar

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/suggestions", "listSuggestions", TermName("建议、申请列表", "List suggestions in one state"),
        for: .caseWork,
        query: [.word("state", oneOf: Self.openStates, "Without it: received."), .project()]
          + QueryParameter.page(),
        answers: [.json(SuggestionPage.self, "A page of the caller's projects (R-323).")], use: self.list),
      Endpoint(
        .get, "/suggestions/{number}", "showSuggestion",
        TermName("查看建议、申请", "Show a suggestion with what departments say"), for: .caseWork, path: [.complaintNumber],
        answers: [Self.answer("The suggestion.")], use: self.show),
      self.deed(
        "replies", "replyToSuggestion", TermName("首次答复", "Tell the customer that somebody sees to it"), "R-072.",
        for: .customerService
      ) { fields, _ in fields.required("text", .longText(upTo: 4000)).map { .reply($0) } },
      self.deed(
        "consultations", "consultDepartments", TermName("征求部门意见", "Ask the departments concerned"), "R-071.",
        for: .customerService
      ) { fields, _ in
        let departments = fields.required("departments", .list(of: .term(ResponsibleUnit.self), atMost: 10))
        let question = fields.required("question", .longText(upTo: 4000))
        if departments?.isEmpty == true { fields.note("departments", .empty, "Names at least one department.") }
        guard let departments, let question else { return nil }
        return .consult(departments, question: question)
      },
      self.deed(
        "opinions", "giveOpinion", TermName("部门意见", "A department consents or objects, in writing"),
        "R-071. The last consent approves the suggestion.",
        for: .posts(.unitHead, .propertyOffice, .leaderInCharge, .customerServiceManager)
      ) { fields, _ in
        let department = fields.required("department", .term(ResponsibleUnit.self))
        let consents = fields.required("consents", .boolean)
        let text = fields.required("text", .longText(upTo: 4000))
        guard let department, let consents, let text else { return nil }
        return .opinion(of: department, consents: consents, text: text)
      },
      self.deed(
        "decline", "declineSuggestion", TermName("不予采纳", "Decline it, for a reason"), "R-072.", for: .customerService
      ) { fields, _ in fields.required("reason", .longText(upTo: 4000)).map { .decline(reason: $0) } },
      self.deed(
        "start", "startSuggestion", TermName("开始实施", "Begin to carry it out"),
        "R-071: only with the recorded consent of every department concerned.", for: .customerService
      ) { fields, _ in
        guard let text = fields.required("dueOn", .line(upTo: 10)) else { return nil }
        guard let day = try? CalendarDay(text) else {
          fields.note("dueOn", .invalid, "Must be a day as 2023-01-31.")
          return nil
        }
        return .start(dueAt: calendar.end(of: day))
      },
      self.deed(
        "answer", "answerSuggestion", TermName("告知结果", "Tell the customer the outcome"), "R-072.",
        for: .customerService
      ) { fields, _ in fields.required("text", .longText(upTo: 4000)).map { .answer($0) } },
      self.deed(
        "closing", "closeSuggestion", TermName("办结", "Close it, when the customer knows the outcome"), "R-072.",
        for: .customerService
      ) { _, _ in .close },
      self.deed(
        "conversion", "convertSuggestion", TermName("转为投诉", "Turn it into a complaint"),
        "R-073. For a complaint that was registered apart; intake's `POST /complaints/{number}/kind` makes the suggestion itself a complaint, under its number (R-031).",
        for: .customerService
      ) { fields, _ in
        let complaint = fields.required("complaint", .identifier(ComplaintNumber.self))
        let reason = fields.required("reason", .longText(upTo: 4000))
        guard let complaint, let reason else { return nil }
        return .convert(to: complaint, reason: reason)
      },
    ]
  }

  /// One that has ended is asked for by its number.
  private static let openStates = Suggestion.State.allCases.filter { $0 != .closed && $0 != .converted }

  private static func answer(_ notes: String) -> EndpointAnswer {
    .json(SuggestionView.self, hasVersion: true, notes)
  }

  private typealias Said = (deed: SuggestionDeed, person: String)

  private func deed(
    _ path: String, _ name: String, _ summary: TermName, _ notes: String, for access: Access,
    reading: @escaping @Sendable (inout ObjectReader, Caller) -> SuggestionDeed?
  ) -> Endpoint {
    Endpoint(
      .post, "/suggestions/{number}/\(path)", name, summary, notes: notes, for: access, path: [.complaintNumber],
      takesIfMatch: true,
      reading: { fields, caller -> Said? in
        let deed = reading(&fields, caller)
        let person = caller.person(&fields)
        guard let deed, let person else { return nil }
        return (deed: deed, person: person)
      }, answers: [Self.answer("The suggestion, changed.")],
      use: { (_: Request, context: ServiceRequestContext, body: Said) in
        let action = SuggestionAction(try context.path("number"), body.deed, by: body.person)
        return try await self.service.perform(.onSuggestion(action), context) { reply in
          guard case .ofSuggestion(let state) = reply else { throw Problem.internalError }
          return respond(SuggestionView(state)).version(state.revision)
        }
      })
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Self.openStates) ?? .received
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let found = try await self.service.pool.execute(
      ListSuggestions(state: state, projects: projects.codes, after: page.after, limit: page.limit))
    return respond(
      SuggestionPage(suggestions: found.map { SuggestionView($0) }, next: page.next(after: found, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    var pipeline = Pipeline()
    let found = pipeline.add(FindSuggestion(number: number))
    let consultations = pipeline.add(ConsultationsOfSuggestions(numbers: [number]))
    let results = try await self.service.pool.execute(pipeline)
    guard let state = try results.rows(found).first else {
      throw Problem.notFound("There is no suggestion with this number.")
    }
    let whole = state.consulting(try results.rows(consultations).map(\.consultation))
    return respond(SuggestionView(whole)).version(whole.revision)
  }
}

struct SuggestionPage: Codable {
  /// Without what departments say.
  let suggestions: [SuggestionView]
  /// What to give as `after` for the next page; absent on the last.
  let next: ComplaintNumber?
}

/// A suggestion as it is shown. What the customer has suggested stands in intake.
struct SuggestionView: Codable {
  let number: ComplaintNumber
  let state: String
  let receivedAt: Date
  let firstAnswer: Suggestion.Statement?
  let consultations: [Suggestion.Consultation]
  let reason: Suggestion.Statement?
  let decidedAt: Date?
  let dueAt: Date?
  let outcome: Suggestion.Statement?
  let convertedTo: ComplaintNumber?
  let closedAt: Date?

  init(_ suggestion: Suggestion) {
    self.number = suggestion.number
    self.state = suggestion.state.rawValue
    self.receivedAt = suggestion.receivedAt
    self.firstAnswer = suggestion.firstAnswer
    self.consultations = suggestion.consultations
    self.reason = suggestion.reason
    self.decidedAt = suggestion.decidedAt
    self.dueAt = suggestion.dueAt
    self.outcome = suggestion.outcome
    self.convertedTo = suggestion.convertedTo
    self.closedAt = suggestion.closedAt
  }
}
