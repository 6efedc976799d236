import DispatchDomain
package import Messages
package import Messaging
import Policy
package import Postgres
package import ServiceRuntime
import WorkCalendar

/// dispatch: the process manager of cases.
package struct DispatchDefinition: ServiceDefinition {
  package static let service = Service.dispatch
  package static let migrations = [
    Migration(name: "V0001__case", sql: PackageResources.V0001__case_sql),
    Migration(name: "V0002__auditor", sql: PackageResources.V0002__auditor_sql),
    Migration(name: "V0003__case_whole", sql: PackageResources.V0003__case_whole_sql),
    Migration(name: "V0004__project_department", sql: PackageResources.V0004__project_department_sql),
  ]

  private let process: CaseProcess

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    do throws(PolicyError) {
      self.process = try CaseProcess(policy: configuration.policy, calendar: .mainlandChina)
    } catch {
      throw ConfigurationError(["policy.profile: the profile leaves out a limit that dispatch needs (\(error.value))."])
    }
  }

  package func makeHandler(clock: any ServiceClock) -> DispatchHandler {
    DispatchHandler(process: self.process)
  }

  package func endpoints(_ service: RunningService<DispatchHandler>) -> [Endpoint] {
    CaseRoutes(service: service, calendar: .mainlandChina).endpoints
  }
}
