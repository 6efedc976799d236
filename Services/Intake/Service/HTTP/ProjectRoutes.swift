import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime
import WorkCalendar

/// The projects whose complaints are taken.
struct ProjectRoutes {
  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .put, "/projects/{code}", "registerProject", TermName("登记项目", "Register a project"),
        notes: "Of a project that is registered, what is known is told to the other services again.",
        for: .posts(.administrator, .informationSupervisor, .customerServiceManager), path: [.projectCode],
        reading: { fields, _ in Body.read(&fields) },
        answers: [
          .json(.created, ProjectView.self, "A new project."),
          .json(ProjectView.self, "The same is registered already."),
        ], use: self.register),
      Endpoint(
        .get, "/projects", "listProjects", TermName("项目列表", "List the projects"), for: .anyEmployee,
        answers: [.json([ProjectView].self, "The projects of the caller, by code (R-323).")], use: self.list),
    ]
  }

  @Sendable private func register(
    request: Request, context: ServiceRequestContext, body: Body
  ) async throws -> Response {
    let project = Project(
      code: try context.path("code"), name: body.name, worksNumber: body.worksNumber,
      particulars: body.particulars(asOf: self.service.work.clock.now))
    return try await self.service.perform(.register(project), context) { reply in
      guard case .project(let registered, let isNew) = reply else { throw Problem.notFound() }
      return respond(ProjectView(registered), status: isNew ? .created : .ok)
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let projects = try await self.service.pool.execute(ListProjects())
    return respond(projects.filter { context.caller.mayAct(in: $0.code) }.map(ProjectView.init))
  }
}

/// What is said of a project; what is left out stays as it is known.
private struct Body {
  let name: String
  let worksNumber: Int
  let company: String?
  let city: String?
  let completedOn: CalendarDay?
  let officeOpensOn: CalendarDay?
  let moveInOn: CalendarDay?

  static func read(_ fields: inout ObjectReader) -> Body? {
    let name = fields.required("name", .line(upTo: 80))
    let worksNumber = fields.required("worksNumber", .integer(1...999))
    let company = fields.optional("company", .line(upTo: 80))
    let city = fields.optional("city", .line(upTo: 40))
    let completedOn = fields.optional("completedOn", .day)
    let officeOpensOn = fields.optional("customerServiceOfficeOpensOn", .day)
    let moveInOn = fields.optional("moveInOn", .day)
    guard let name, let worksNumber else { return nil }
    return Body(
      name: name, worksNumber: worksNumber, company: company, city: city, completedOn: completedOn,
      officeOpensOn: officeOpensOn, moveInOn: moveInOn)
  }

  func particulars(asOf now: Date) -> ProjectParticulars {
    ProjectParticulars(
      company: self.company, city: self.city,
      completedOn: self.completedOn.map { ProjectParticulars.Dated($0, asOf: now) },
      customerServiceOfficeOpensOn: self.officeOpensOn, moveInOn: self.moveInOn)
  }
}

private struct ProjectView: Codable {
  let code: ProjectCode
  let name: String
  let worksNumber: Int
  let company: String?
  let city: String?
  let completedOn: CalendarDay?
  let customerServiceOfficeOpensOn: CalendarDay?
  let moveInOn: CalendarDay?
  let departmentWithdrawnOn: CalendarDay?

  init(_ project: Project) {
    let particulars = project.particulars
    self.company = particulars.company
    self.city = particulars.city
    self.completedOn = particulars.completedOn?.day
    self.customerServiceOfficeOpensOn = particulars.customerServiceOfficeOpensOn
    self.moveInOn = particulars.moveInOn
    self.departmentWithdrawnOn = particulars.departmentWithdrawnOn?.day
    self.code = project.code
    self.name = project.name
    self.worksNumber = project.worksNumber
  }
}
