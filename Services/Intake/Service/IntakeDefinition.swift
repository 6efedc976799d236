package import Messages
package import Messaging
package import Postgres
package import ServiceRuntime
import WorkCalendar

/// intake: registers what customers say, once and numbered.
package struct IntakeDefinition: ServiceDefinition {
  package static let service = Service.intake
  package static let migrations = [
    Migration(name: "V0001__complaint", sql: PackageResources.V0001__complaint_sql),
    Migration(name: "V0002__content_length", sql: PackageResources.V0002__content_length_sql),
    Migration(name: "V0003__auditor", sql: PackageResources.V0003__auditor_sql),
    Migration(name: "V0004__property", sql: PackageResources.V0004__property_sql),
    Migration(name: "V0005__contact_read", sql: PackageResources.V0005__contact_read_sql),
  ]

  package static let settings = [
    Setting(
      "dispatch.url", .url(schemes: ["http"]), default: "http://127.0.0.1:8082",
      help: "Dispatch, which says whether a case is open before a telephone is shown.")
  ]

  private let dispatch: String

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    self.dispatch = configuration.text("dispatch.url") ?? ""
  }

  package func makeHandler(clock: any ServiceClock) -> IntakeHandler {
    IntakeHandler(calendar: .mainlandChina)
  }

  package func endpoints(_ service: RunningService<IntakeHandler>) -> [Endpoint] {
    ComplaintRoutes(service: service).endpoints + ProjectRoutes(service: service).endpoints
      + PropertyRoutes(service: service).endpoints
      + ContactRoutes(service: service, cases: CaseDesk(url: self.dispatch)).endpoints
  }
}
