import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Messaging
import Postgres
import ServiceRuntime
import WorkCalendar

/// What staff see of a case and do to it.
struct CaseRoutes {
  let service: RunningService<DispatchHandler>
  let calendar: WorkCalendar

  var endpoints: [Endpoint] { self.views + CaseForm.all.map(self.endpoint) }

  private var views: [Endpoint] {
    [
      Endpoint(
        .get, "/cases", "listCases", TermName("未关闭投诉列表", "List open cases, oldest number first"),
        notes: """
          In one state, of one unit, of one project, overdue (R-066), forgotten (R-052) or idle (R-069); without any of \
          these, those registered.
          """,
        for: .caseWork,
        query: [
          .word("state", oneOf: Self.openStates, "Only cases in this state."),
          .term("unit", ResponsibleUnit.self, "Only cases for which this unit answers."),
          .term("grade", Grade.self, "Only cases of this grade."),
          .word("overdue", oneOf: Flag.allCases, "Only cases with a limit that has passed."),
          .word("forgotten", oneOf: Flag.allCases, "Only cases that nobody has looked at for a week."),
          .word("idle", oneOf: Flag.allCases, "Only cases without a next action."), .project(),
        ] + QueryParameter.page(), answers: [.json(CasePage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
      Endpoint(
        .get, "/cases/{number}", "showCase", TermName("查看投诉处理", "Show a case with what was done to it"),
        for: .caseWork, path: [.complaintNumber],
        answers: [.json(CaseView.self, hasVersion: true, "The case.")], use: self.show),
      Endpoint(
        .get, "/cases/{number}/deadlines", "listDeadlines", TermName("查看时限", "List the limits of a case"),
        for: .caseWork, path: [.complaintNumber],
        answers: [.json(DeadlinesView.self, "The limits, running and past.")], use: self.deadlines),
      Endpoint(
        .get, "/cases/{number}/deadlines/{name}/explanation", "explainDeadline",
        TermName("时限计算说明", "Explain step by step how a limit came to its date"), for: .caseWork,
        path: [.complaintNumber, PathParameter("name", DeadlineName.self)],
        answers: [.json(DeadlineExplanation.self, "The steps in Chinese and English.")],
        use: self.explanation),
      Endpoint(
        .get, "/projects/{code}/handover", "showHandover",
        TermName("项目部移交清单", "List what a withdrawn project department has handed over"), notes: "R-062.",
        for: .caseWork, path: [.projectCode], query: QueryParameter.page(),
        answers: [.json(HandoverList.self, "A page of the list that both sides sign.")], use: self.handover),
    ]
  }

  /// A case that has ended is asked for by its number.
  private static let openStates = Case.State.allCases.filter(\.isOpen)

  private enum Flag: String, CaseIterable {
    case yes = "true"
    case no = "false"
  }

  // MARK: - Looking

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Self.openStates)
    let unit = try request.word("unit", oneOf: ResponsibleUnit.known)
    let grade = try request.word("grade", oneOf: Grade.known)
    let isOverdue = try request.word("overdue", oneOf: Flag.allCases) == .yes
    let isForgotten = try request.word("forgotten", oneOf: Flag.allCases) == .yes
    let isIdle = try request.word("idle", oneOf: Flag.allCases) == .yes
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let listing = CaseListing(projects: projects.codes, after: page.after, limit: page.limit)
    let late = LateCases(now: self.service.clock.now, unit: unit, grade: grade, page: listing)
    let pool = self.service.pool
    let cases =
      if isOverdue {
        try await pool.execute(ListOverdueCases(asked: late))
      } else if isForgotten {
        try await pool.execute(ListForgottenCases(asked: late))
      } else if isIdle {
        try await pool.execute(ListIdleCases(unit: unit, grade: grade, page: listing))
      } else if let state {
        try await pool.execute(ListCases(state: state, unit: unit, grade: grade, page: listing))
      } else if let unit {
        try await pool.execute(ListCasesOfUnit(unit: unit, grade: grade, page: listing))
      } else if request.uri.queryParameters["project"] != nil, case .only(let codes) = projects, let code = codes.first
      {
        try await pool.execute(ListCasesOfProject(project: code, grade: grade, page: listing))
      } else {
        try await pool.execute(ListCases(state: .registered, unit: nil, grade: grade, page: listing))
      }
    return respond(CasePage(cases: cases.map { CaseView($0, notes: nil) }, next: page.next(after: cases, \.number)))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    var pipeline = Pipeline()
    let found = pipeline.add(FindCase(number: number))
    let notes = pipeline.add(NotesOfCase(number: number))
    let results = try await self.service.pool.execute(pipeline)
    guard let state = try results.rows(found).first else { throw Self.unknown }
    return respond(CaseView(state, notes: try results.rows(notes))).version(state.course.revision)
  }

  @Sendable private func deadlines(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try await self.find(context)
    return respond(DeadlinesView(number: state.number, deadlines: state.course.timers.map(DeadlineView.init)))
  }

  @Sendable private func explanation(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try await self.find(context)
    guard let timer = state.timer(CaseDeadline(try context.path("name", DeadlineName.self).text)) else {
      throw Problem.notFound("The case has no limit of this name.")
    }
    return respond(DeadlineExplanation(state.number, timer, calendar: self.calendar))
  }

  @Sendable private func handover(request: Request, context: ServiceRequestContext) async throws -> Response {
    let project: ProjectCode = try context.path("code")
    let page = try PageRequest(request)
    let cases = try await self.service.pool.execute(
      HandedOverCases(project: project, after: page.after, limit: page.limit))
    return respond(
      HandoverList(project: project, cases: cases.map(HandoverList.Line.init), next: page.next(after: cases, \.number)))
  }

  private func find(_ context: ServiceRequestContext) async throws -> Case {
    guard let state = try await self.service.pool.execute(FindCase(number: try context.path("number"))).first else {
      throw Self.unknown
    }
    return state
  }

  private static var unknown: Problem { Problem.notFound("There is no case with this number.") }

  // MARK: - Changing

  private func endpoint(_ form: CaseForm) -> Endpoint {
    let read = form.read
    return Endpoint(
      .post, "/cases/{number}/\(form.path)", form.name, form.summary, notes: form.rules, for: form.access,
      path: [.complaintNumber], takesIfMatch: true,
      reading: { fields, caller -> (deed: CaseAction.Deed, person: String)? in
        let deed = read(&fields)
        let person = caller.person(&fields)
        guard let deed, let person else { return nil }
        return (deed, person)
      }, answers: [.json(CaseView.self, hasVersion: true, "The case as it is then.")], use: self.change)
  }

  @Sendable private func change(
    request: Request, context: ServiceRequestContext, body: (deed: CaseAction.Deed, person: String)
  ) async throws -> Response {
    let action = CaseAction(
      try context.path("number"), body.deed, by: body.person, authority: CaseAction.Authority(context.caller))
    return try await self.service.perform(.onCase(action), context) { reply in
      guard case .ofCase(let state) = reply else { throw Self.unknown }
      return respond(CaseView(state, notes: nil)).version(state.course.revision)
    }
  }
}
