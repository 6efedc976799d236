import CallbackDomain
package import Messages
package import Messaging
import Policy
package import Postgres
package import ServiceRuntime
import WorkCalendar

/// callback: asks the customers, before a case is closed and a week after.
package struct CallbackDefinition: ServiceDefinition {
  package static let service = Service.callback
  package static let migrations = [
    Migration(name: "V0001__callback", sql: PackageResources.V0001__callback_sql),
    Migration(name: "V0002__auditor", sql: PackageResources.V0002__auditor_sql),
    Migration(name: "V0003__unreachable", sql: PackageResources.V0003__unreachable_sql),
    Migration(name: "V0004__project", sql: PackageResources.V0004__project_sql),
    Migration(name: "V0005__refusal", sql: PackageResources.V0005__refusal_sql),
  ]

  private let handler: CallbackHandler

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    let calendar = WorkCalendar.mainlandChina
    do throws(PolicyError) {
      self.handler = try CallbackHandler(
        policies: configuration.policies, from: calendar.day(of: configuration.clock.now), calendar: calendar)
    } catch {
      throw ConfigurationError(["policy.profile: a profile leaves out a limit that callback needs (\(error.value))."])
    }
  }

  package func makeHandler(clock: any ServiceClock) -> CallbackHandler {
    self.handler
  }

  package func endpoints(_ service: RunningService<CallbackHandler>) -> [Endpoint] {
    CallbackRoutes(service: service).endpoints
  }
}
