package import Messages
package import Messaging
package import Postgres
package import ServiceRuntime

/// reporting: read models and figures from everybody's events.
package struct ReportingDefinition: ServiceDefinition {
  package static let service = Service.reporting
  package static let migrations = [
    Migration(name: "V0001__case_record", sql: PackageResources.V0001__case_record_sql),
    Migration(name: "V0002__auditor", sql: PackageResources.V0002__auditor_sql),
  ]

  package static let settings = [Setting.companyName]

  private let company: String?

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    self.company = configuration.text("company.name")
  }

  package func makeHandler(clock: any ServiceClock) -> ReportingHandler {
    ReportingHandler()
  }

  package func endpoints(_ service: RunningService<ReportingHandler>) -> [Endpoint] {
    ReportRoutes(service: service, company: self.company).endpoints
  }
}
