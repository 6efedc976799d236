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

  func add(to router: Router<ServiceRequestContext>) {
    router.get("/callbacks", use: self.list)
    router.get("/callbacks/{number}", use: self.show)
    router.post("/callbacks/{number}/answer", use: self.answer)
  }

  /// A page of the callbacks, by number: `/callbacks?state=scheduled&kind=closing&limit=100&after=CLX-2023-000042-C1`.
  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Callback.State.allCases)
    let kinds = try request.word("kind", oneOf: CallbackKind.known).map { [$0] } ?? CallbackKind.known
    let page = try PageRequest(request)
    let callbacks =
      if let state, state != .done {
        try await self.service.pool.execute(
          ListOpenCallbacks(state: state, kinds: kinds, after: page.after, limit: page.limit))
      } else {
        try await self.service.pool.execute(
          ListCallbacks(
            states: state.map { [$0] } ?? Callback.State.allCases, kinds: kinds, after: page.after, limit: page.limit))
      }
    return respond(
      CallbackPage(
        callbacks: callbacks.map { CallbackView($0, showsRemark: false) }, next: page.next(after: callbacks, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    guard let callback = try await self.service.pool.execute(FindCallback(number: number)).first else {
      throw Problem.notFound("No callback has this number.")
    }
    return respond(CallbackView(callback, showsRemark: true))
  }

  /// three scores and a remark. The same answer again is answered the same, another one with 409.
  @Sendable private func answer(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number = try self.number(context)
    let json = try await readJSON(request, context)
    let action = try ObjectReader.read(json) { fields -> CallbackAction? in
      let quality = fields.required("quality", .integer(1...5))
      let speed = fields.required("speed", .integer(1...5))
      let staff = fields.required("staff", .integer(1...5))
      let remark = fields.optional("remark", .longText(upTo: 2000))
      let by = fields.required("by", .line(upTo: 60))
      guard let quality, let speed, let staff, let by,
        let scores = Scores(quality: quality, speed: speed, staff: staff)
      else { return nil }
      return .answer(number, scores, remark: remark, by: by)
    }
    guard let callback = try await self.service.work.perform(action) else { throw Problem.notFound() }
    return respond(CallbackView(callback, showsRemark: true))
  }

  private func number(_ context: ServiceRequestContext) throws -> CallbackNumber {
    guard let number = CallbackNumber(try context.parameters.require("number")) else {
      throw Problem.notFound("The number of a callback looks like CLX-2023-000001-C1.")
    }
    return number
  }
}
