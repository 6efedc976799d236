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

  func add(to router: Router<ServiceRequestContext>) {
    router.put("/projects/{code}", use: self.register)
    router.get("/projects", use: self.list)
  }

  /// 201 for a new project, 200 when the same is registered already.
  @Sendable private func register(request: Request, context: ServiceRequestContext) async throws -> Response {
    let code = ProjectCode(try context.parameters.require("code"))
    let json = try await readJSON(request, context)
    let now = self.service.work.clock.now
    let project: Project = try ObjectReader.read(json) { fields in
      if code == nil { fields.note("code", .invalid, "A project code has two to eight capital letters or digits.") }
      let name = fields.required("name", .line(upTo: 80))
      let worksNumber = fields.required("worksNumber", .integer(1...999))
      let particulars = Self.particulars(&fields, asOf: now)
      guard let code, let name, let worksNumber else { return nil }
      return Project(code: code, name: name, worksNumber: worksNumber, particulars: particulars)
    }
    guard case .project(let registered, let isNew) = try await self.service.work.perform(.register(project)) else {
      throw Problem.notFound()
    }
    return respond(ProjectView(registered), status: isNew ? .created : .ok)
  }

  /// What is left out stays as it is known.
  private static func particulars(_ fields: inout ObjectReader, asOf now: Date) -> ProjectParticulars {
    let company = fields.optional("company", .line(upTo: 80))
    let city = fields.optional("city", .line(upTo: 40))
    let completedOn = fields.optional("completedOn", .day)
    let officeOpensOn = fields.optional("customerServiceOfficeOpensOn", .day)
    let moveInOn = fields.optional("moveInOn", .day)
    return ProjectParticulars(
      company: company, city: city, completedOn: completedOn.map { ProjectParticulars.Dated($0, asOf: now) },
      customerServiceOfficeOpensOn: officeOpensOn, moveInOn: moveInOn)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    respond(try await self.service.pool.execute(ListProjects()).map(ProjectView.init))
  }
}

private struct ProjectView: Encodable {
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
