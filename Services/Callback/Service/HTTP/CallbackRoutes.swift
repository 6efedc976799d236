import CallbackDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import ServiceRuntime

/// What callers see of a callback, and how they write down the answer.
struct CallbackRoutes {
  let service: RunningService<CallbackHandler>

  var endpoints: [Endpoint] {
    let number = PathParameter("number", CallbackNumber.self)
    return [
      Endpoint(
        .get, "/callbacks", "listCallbacks", TermName("回访列表", "List callbacks by number"), for: Self.callers,
        query: [
          .word("state", oneOf: Callback.State.allCases, "Only callbacks in this state."),
          .term("kind", CallbackKind.self, "Only callbacks of this kind."), .project(),
        ] + QueryParameter.page(), answers: [.json(CallbackPage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
      Endpoint(
        .get, "/callbacks/{number}", "showCallback", TermName("查看回访", "Show a callback"), for: Self.callers,
        path: [number], answers: [.json(CallbackView.self, "The callback.")], use: self.show),
      Endpoint(
        .post, "/callbacks/{number}/answer", "answerCallback", TermName("登记回访结果", "Note what the customer answered"),
        notes: "R-169: three scores and a remark. The same answer again is answered the same, another one with 409.",
        for: Self.callers, path: [number], reading: { fields, caller in Self.read(&fields, caller) },
        answers: [.json(CallbackView.self, "The callback, answered.")], use: self.answer),
      Endpoint(
        .post, "/callbacks/{number}/attempts", "noteAttempt", TermName("登记未接通", "Note that nobody was reached"),
        notes: "R-187, R-188: three attempts on three days are enough; a letter takes the place of the callback then.",
        for: Self.callers, path: [number], answers: [.json(CallbackView.self, "The callback with its attempts.")],
        use: self.attempt),
      Endpoint(
        .post, "/callbacks/{number}/refusal", "refuseCallback",
        TermName("登记客户拒绝回访", "Note that the customer does not want to be asked"),
        notes: "R-189: told apart from one who was not reached, not satisfied, and not asked again about the case.",
        for: Self.callers, path: [number], reading: { fields, caller in caller.person(&fields) },
        answers: [.json(CallbackView.self, "The callback, refused.")], use: self.refuse),
    ]
  }

  /// customer service calls back, or the call centre for it.
  private static let callers = Access.customerService + .posts(.callCentreAgent)

  private typealias Answer = (scores: Scores, remark: String?, by: String)

  private static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Answer? {
    let quality = fields.required("quality", .integer(1...5))
    let speed = fields.required("speed", .integer(1...5))
    let staff = fields.required("staff", .integer(1...5))
    let remark = fields.optional("remark", .longText(upTo: 2000))
    let by = caller.person(&fields)
    guard let quality, let speed, let staff, let by, let scores = Scores(quality: quality, speed: speed, staff: staff)
    else { return nil }
    return (scores, remark, by)
  }

  /// A page of the callbacks, by number: `/callbacks?state=scheduled&kind=closing&limit=100&after=CLX-2023-000042-C1`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Callback.State.allCases)
    let kinds = try request.word("kind", oneOf: CallbackKind.known).map { [$0] } ?? CallbackKind.known
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request).codes
    let callbacks =
      if let state, state != .done {
        try await self.service.pool.execute(
          ListOpenCallbacks(state: state, kinds: kinds, projects: projects, after: page.after, limit: page.limit))
      } else {
        try await self.service.pool.execute(
          ListCallbacks(
            states: state.map { [$0] } ?? Callback.State.allCases, kinds: kinds, projects: projects, after: page.after,
            limit: page.limit))
      }
    return respond(
      CallbackPage(
        callbacks: callbacks.map { CallbackView($0, showsRemark: false) }, next: page.next(after: callbacks, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    guard let callback = try await self.service.pool.execute(FindCallback(number: try context.path("number"))).first
    else { throw Problem.notFound("No callback has this number.") }
    return respond(CallbackView(callback, showsRemark: true))
  }

  @Sendable private func attempt(request: Request, context: ServiceRequestContext) async throws -> Response {
    try await self.service.perform(.attempt(try context.path("number")), context) { callback in
      guard let callback else { throw Problem.notFound() }
      return respond(CallbackView(callback, showsRemark: false))
    }
  }

  @Sendable private func refuse(
    request: Request, context: ServiceRequestContext, person: String
  ) async throws -> Response {
    try await self.service.perform(.refuse(try context.path("number"), by: person), context) { callback in
      guard let callback else { throw Problem.notFound() }
      return respond(CallbackView(callback, showsRemark: false))
    }
  }

  @Sendable private func answer(
    request: Request, context: ServiceRequestContext, body: Answer
  ) async throws -> Response {
    let action = CallbackAction.answer(
      try context.path("number"), body.scores, remark: body.remark, by: body.by)
    return try await self.service.perform(action, context) { callback in
      guard let callback else { throw Problem.notFound() }
      return respond(CallbackView(callback, showsRemark: true))
    }
  }
}
