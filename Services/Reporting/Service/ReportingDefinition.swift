import Hummingbird
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// reporting: read models and figures from everybody's events.
struct ReportingDefinition: ServiceDefinition {
  static let service = Service.reporting
  static let migrations = [
    Migration(name: "V0001__case_record", sql: PackageResources.V0001__case_record_sql)
  ]

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {}

  func makeHandler(clock: any ServiceClock) -> ReportingHandler {
    ReportingHandler()
  }

  func addRoutes(to router: Router<ServiceRequestContext>, service: RunningService<ReportingHandler>) {
    ReportRoutes(service: service).add(to: router)
  }
}
