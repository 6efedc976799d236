import CallbackDomain
import Hummingbird
import Messages
import Messaging
import Policy
import Postgres
import ServiceRuntime
import WorkCalendar

/// callback: asks the customers, before a case is closed and a week after.
struct CallbackDefinition: ServiceDefinition {
  static let service = Service.callback
  static let migrations = [
    Migration(name: "V0001__callback", sql: PackageResources.V0001__callback_sql)
  ]

  private let rules: CallbackRules

  init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    do throws(PolicyError) {
      self.rules = try CallbackRules(policy: configuration.policy, calendar: .mainlandChina)
    } catch {
      throw ConfigurationError(["policy.profile: the profile leaves out a limit that callback needs (\(error.value))."])
    }
  }

  func makeHandler(clock: any ServiceClock) -> CallbackHandler {
    CallbackHandler(rules: self.rules)
  }

  func addRoutes(to router: Router<ServiceRequestContext>, service: RunningService<CallbackHandler>) {
    CallbackRoutes(service: service).add(to: router)
  }
}
