package import Messages
package import Messaging
import Policy
package import Postgres
package import ServiceRuntime

/// contractors: the register of contractors, and every repair from the survey to the owner's signature.
package struct ContractorsDefinition: ServiceDefinition {
  package static let service = Service.contractors
  package static let migrations = [
    Migration(name: "V0001__repair_order", sql: PackageResources.V0001__repair_order_sql),
    Migration(name: "V0002__auditor", sql: PackageResources.V0002__auditor_sql),
    Migration(name: "V0003__cancelled", sql: PackageResources.V0003__cancelled_sql),
    Migration(name: "V0004__liability", sql: PackageResources.V0004__liability_sql),
    Migration(name: "V0005__retention", sql: PackageResources.V0005__retention_sql),
  ]

  private let commissionNumberPrefix: String

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    self.commissionNumberPrefix = configuration.policy.commissionNumberPrefix
  }

  package func makeHandler(clock: any ServiceClock) -> ContractorsHandler {
    ContractorsHandler(commissionNumberPrefix: self.commissionNumberPrefix)
  }

  package func endpoints(_ service: RunningService<ContractorsHandler>) -> [Endpoint] {
    RepairOrderRoutes(service: service).endpoints + ContractorRoutes(service: service).endpoints
  }
}
