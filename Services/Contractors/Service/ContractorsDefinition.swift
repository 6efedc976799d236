import Hummingbird
import Messages
import Messaging
import Policy
import Postgres
import ServiceRuntime

/// contractors: the register of contractors, and every repair from the survey to the owner's signature.
struct ContractorsDefinition: ServiceDefinition {
  static let service = Service.contractors
  static let migrations = [
    Migration(name: "V0001__repair_order", sql: PackageResources.V0001__repair_order_sql)
  ]

  private let commissionNumberPrefix: String

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    self.commissionNumberPrefix = configuration.policy.commissionNumberPrefix
  }

  func makeHandler(clock: any ServiceClock) -> ContractorsHandler {
    ContractorsHandler(commissionNumberPrefix: self.commissionNumberPrefix)
  }

  func addRoutes(to router: Router<ServiceRequestContext>, service: RunningService<ContractorsHandler>) {
    RepairOrderRoutes(service: service).add(to: router)
    ContractorRoutes(service: service).add(to: router)
  }
}
