import DispatchDomain
import Foundation
package import Messages
package import Messaging
import PlainHTTP
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
    Migration(name: "V0005__suggestion", sql: PackageResources.V0005__suggestion_sql),
    Migration(name: "V0006__correspondence", sql: PackageResources.V0006__correspondence_sql),
    Migration(name: "V0007__judgement", sql: PackageResources.V0007__judgement_sql),
    Migration(name: "V0008__handover", sql: PackageResources.V0008__handover_sql),
    Migration(name: "V0009__company", sql: PackageResources.V0009__company_sql),
    Migration(name: "V0010__follow_up", sql: PackageResources.V0010__follow_up_sql),
  ]

  /// - `warranty.table-file` (path, optional): the company's own warranty clauses instead of `national`.
  package static let settings = [
    Setting(
      "warranty.table-file", .text, isOptional: true,
      help: "Path of a JSON file of warranty clauses; by default those that come with redress."),
    .companyName,
    Setting(
      "intake.url", .url(schemes: ["http"]), default: "http://127.0.0.1:8081",
      help: "Intake's public address, asked for the customer's part of forms; empty where it cannot be asked."),
    Setting(
      "notification.directory", .text, isOptional: true,
      help: "Directory into which letters by e-mail are put as files, where no relay is given."),
    Setting(
      "notification.smtp-host", .text, isOptional: true,
      help: "Mail relay on a private network that takes letters by e-mail, without TLS and log-in."),
    Setting("notification.smtp-port", .integer(1...65_535), default: "25", help: "Its port."),
    Setting("notification.sender", .text, default: "customer-service@redress.invalid", help: "Who sends the letters."),
  ]

  private let handler: DispatchHandler
  private let port: any LetterPort
  private let intake: PlainHTTP?
  private let company: String?

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    let warranty = try Self.warranty(configuration.text("warranty.table-file"))
    self.port = try Self.port(configuration)
    self.company = configuration.text("company.name")
    self.intake = configuration.text("intake.url").flatMap { URL(string: $0) }
      .flatMap { PlainHTTP($0, limit: .seconds(3), mostBytes: 1 << 20) }
    let calendar = WorkCalendar.mainlandChina
    do throws(PolicyError) {
      self.handler = try DispatchHandler(
        policies: configuration.policies, from: calendar.day(of: configuration.clock.now), calendar: calendar,
        warranty: warranty)
    } catch {
      throw ConfigurationError(["policy.profile: a profile leaves out a limit that dispatch needs (\(error.value))."])
    }
  }

  private static func warranty(_ path: String?) throws(ConfigurationError) -> WarrantyTable {
    do throws(Rejected) {
      guard let path else { return try WarrantyTable.national() }
      guard let file = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
        throw Rejected("", .notFound, "The file cannot be read.")
      }
      return try WarrantyTable(json: Array(file))
    } catch {
      throw ConfigurationError(error.faults.map { "warranty.table-file: \($0.path): \($0.message)" })
    }
  }

  private static func port(_ configuration: ServiceConfiguration) throws(ConfigurationError) -> any LetterPort {
    guard let sender = configuration.text("notification.sender").flatMap({ EmailAddress($0) }) else {
      throw ConfigurationError("notification.sender: must be an e-mail address, as name@host.")
    }
    if let host = configuration.text("notification.smtp-host") {
      return SMTPLetterPort(host: host, port: configuration.integer("notification.smtp-port") ?? 25, sender: sender)
    }
    guard let directory = configuration.text("notification.directory") else { return ClosedLetterPort() }
    return DirectoryLetterPort(directory: directory, sender: sender)
  }

  package func makeHandler(clock: any ServiceClock) -> DispatchHandler {
    self.handler
  }

  package func endpoints(_ service: RunningService<DispatchHandler>) -> [Endpoint] {
    let desk = ComplaintDesk(intake: self.intake, logger: service.logger)
    return CaseRoutes(service: service, calendar: .mainlandChina).endpoints
      + JudgementRoutes(service: service).endpoints
      + WarrantyEndingRoutes(service: service, calendar: .mainlandChina).endpoints
      + SuggestionRoutes(service: service, calendar: .mainlandChina).endpoints
      + LetterRoutes(service: service, port: self.port).endpoints + ContactSheetRoutes(service: service).endpoints
      + FormRoutes(service: service, register: desk, company: self.company).endpoints
  }
}
