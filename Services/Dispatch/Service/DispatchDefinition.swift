import DispatchDomain
import Hummingbird
import Messages
import Messaging
import Policy
import Postgres
import ServiceRuntime
import WorkCalendar

/// dispatch: the process manager of cases.
struct DispatchDefinition: ServiceDefinition {
  static let service = Service.dispatch
  static let migrations = [
    Migration(name: "V0001__case", sql: PackageResources.V0001__case_sql)
  ]

  private let process: CaseProcess

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    do throws(PolicyError) {
      self.process = try CaseProcess(policy: configuration.policy, calendar: .mainlandChina)
    } catch {
      throw ConfigurationError(["policy.profile: the profile leaves out a limit that dispatch needs (\(error.value))."])
    }
  }

  func makeHandler(clock: any ServiceClock) -> DispatchHandler {
    DispatchHandler(process: self.process)
  }

  func addRoutes(to router: Router<ServiceRequestContext>, service: RunningService<DispatchHandler>) {
    CaseRoutes(service: service).add(to: router)
  }
}
