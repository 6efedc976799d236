import Hummingbird
import Messages
import Messaging
import Postgres
import ServiceRuntime
import WorkCalendar

/// intake: registers what customers say, once and numbered.
struct IntakeDefinition: ServiceDefinition {
  static let service = Service.intake
  static let migrations = [
    Migration(name: "V0001__complaint", sql: PackageResources.V0001__complaint_sql)
  ]

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {}

  func makeHandler(clock: any ServiceClock) -> IntakeHandler {
    IntakeHandler(calendar: .mainlandChina)
  }

  func addRoutes(to router: Router<ServiceRequestContext>, service: RunningService<IntakeHandler>) {
    ComplaintRoutes(service: service).add(to: router)
    ProjectRoutes(service: service).add(to: router)
  }
}
