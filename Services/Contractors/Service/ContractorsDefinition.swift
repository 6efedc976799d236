package import Messages
package import Messaging
import Policy
package import Postgres
package import ServiceRuntime
import WorkCalendar

/// contractors: the register of contractors, and every repair from the survey to the owner's signature.
package struct ContractorsDefinition: ServiceDefinition {
  package static let service = Service.contractors
  package static let migrations = [
    Migration(name: "V0001__repair_order", sql: PackageResources.V0001__repair_order_sql),
    Migration(name: "V0002__auditor", sql: PackageResources.V0002__auditor_sql),
    Migration(name: "V0003__cancelled", sql: PackageResources.V0003__cancelled_sql),
    Migration(name: "V0004__liability", sql: PackageResources.V0004__liability_sql),
    Migration(name: "V0005__retention", sql: PackageResources.V0005__retention_sql),
    Migration(name: "V0006__company", sql: PackageResources.V0006__company_sql),
  ]

  private let handler: ContractorsHandler

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    let calendar = WorkCalendar.mainlandChina
    do throws(PolicyError) {
      self.handler = try ContractorsHandler(
        policies: configuration.policies, from: calendar.day(of: configuration.clock.now), calendar: calendar)
    } catch {
      throw ConfigurationError(["policy.profile: no profile is in force (\(error.value))."])
    }
  }

  package func makeHandler(clock: any ServiceClock) -> ContractorsHandler {
    self.handler
  }

  package func endpoints(_ service: RunningService<ContractorsHandler>) -> [Endpoint] {
    RepairOrderRoutes(service: service).endpoints + ContractorRoutes(service: service).endpoints
  }
}
