import DurableMessaging
import Hummingbird
import IntakeDomain
import Messages
import Postgres
import ServiceRuntime

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
    let project: Project = try ObjectReader.read(json) { fields in
      if code == nil { fields.note("code", .invalid, "A project code has two to eight capital letters or digits.") }
      let name = fields.required("name", .line(upTo: 80))
      let worksNumber = fields.required("worksNumber", .integer(1...999))
      guard let code, let name, let worksNumber else { return nil }
      return Project(code: code, name: name, worksNumber: worksNumber)
    }
    guard case .project(let registered, let isNew) = try await self.service.work.perform(.register(project)) else {
      throw Problem.notFound()
    }
    return respond(ProjectView(registered), status: isNew ? .created : .ok)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    respond(try await self.service.pool.execute(ListProjects()).map(ProjectView.init))
  }
}

private struct ProjectView: Encodable {
  let code: ProjectCode
  let name: String
  let worksNumber: Int

  init(_ project: Project) {
    self.code = project.code
    self.name = project.name
    self.worksNumber = project.worksNumber
  }
}
