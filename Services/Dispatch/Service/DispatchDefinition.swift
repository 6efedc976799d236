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
    Migration(name: "V0011__letter_mail", sql: PackageResources.V0011__letter_mail_sql),
    Migration(name: "V0012__builder_arrival", sql: PackageResources.V0012__builder_arrival_sql),
    Migration(name: "V0013__retention", sql: PackageResources.V0013__retention_sql),
    Migration(name: "V0014__daily_look", sql: PackageResources.V0014__daily_look_sql),
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
      help: "Mail relay that takes letters by e-mail."),
    Setting(
      "notification.smtp-port", .integer(1...65_535), default: "25",
      help: "Its port: 25, with starttls mostly 587, with tls 465."),
    Setting(
      "notification.smtp-tls", .choice(SMTPSecurity.allCases.map(\.rawValue)), default: "none",
      help: "none for a relay on a private network; starttls or tls, without which then nothing is sent."),
    Setting(
      "notification.smtp-ca-file", .text, isOptional: true,
      help: "Path of the certificates that the relay's is checked with, instead of the system's."),
    Setting(
      "notification.smtp-user", .text, isOptional: true, help: "Account at the relay; needs TLS and the password."),
    Setting("notification.smtp-password", .text, isOptional: true, isSecret: true, help: "Its password."),
    Setting(
      "notification.retry-delay", .duration, default: "1m",
      help: "Pause before a letter is sent again; each further one is twice as long, up to an hour."),
    Setting("notification.sender", .text, default: "customer-service@redress.invalid", help: "Who sends the letters."),
  ]

  private let handler: DispatchHandler
  private let port: any LetterPort
  /// Whether a way to send e-mail is configured.
  private let sendsMail: Bool
  private let retryDelay: Duration
  private let intake: PlainHTTP?
  private let company: String?

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    let warranty = try Self.warranty(configuration.text("warranty.table-file"))
    let port = try Self.port(configuration)
    self.port = port ?? ClosedLetterPort()
    self.sendsMail = port != nil
    self.retryDelay = configuration.duration("notification.retry-delay") ?? .seconds(60)
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

  private static func port(_ configuration: ServiceConfiguration) throws(ConfigurationError) -> (any LetterPort)? {
    guard let sender = configuration.text("notification.sender").flatMap({ EmailAddress($0) }) else {
      throw ConfigurationError("notification.sender: must be an e-mail address, as name@host.")
    }
    if let host = configuration.text("notification.smtp-host") {
      return try Self.relay(host, sender, configuration)
    }
    return configuration.text("notification.directory").map { DirectoryLetterPort(directory: $0, sender: sender) }
  }

  private static func relay(
    _ host: String, _ sender: EmailAddress, _ configuration: ServiceConfiguration
  ) throws(ConfigurationError) -> SMTPLetterPort {
    let security = configuration.text("notification.smtp-tls").flatMap { SMTPSecurity(rawValue: $0) } ?? .clear
    let (user, password) = (
      configuration.text("notification.smtp-user"), configuration.text("notification.smtp-password")
    )
    guard (user == nil) == (password == nil) else {
      throw ConfigurationError("notification.smtp-user: goes with notification.smtp-password, and neither alone.")
    }
    guard user == nil || security != .clear else {
      throw ConfigurationError("notification.smtp-user: a password is not sent without TLS (notification.smtp-tls).")
    }
    do {
      return try SMTPLetterPort(
        host: host, port: configuration.integer("notification.smtp-port") ?? 25, sender: sender, security: security,
        account: user.flatMap { user in password.map { SMTPAccount(user: user, password: $0) } },
        authorities: configuration.text("notification.smtp-ca-file"))
    } catch {
      throw ConfigurationError("notification.smtp-ca-file: holds no certificates that can be read.")
    }
  }

  package func makeHandler(clock: any ServiceClock) -> DispatchHandler {
    self.handler
  }

  package func background(_ service: RunningService<DispatchHandler>) -> [BackgroundWork] {
    let post = LetterPost(service: service, port: self.port, firstDelay: self.retryDelay)
    return [BackgroundWork("letter post", limit: .seconds(45)) { await post.run() }]
  }

  package func endpoints(_ service: RunningService<DispatchHandler>) -> [Endpoint] {
    let desk = ComplaintDesk(intake: self.intake, logger: service.logger)
    return CaseRoutes(service: service, calendar: .mainlandChina).endpoints
      + JudgementRoutes(service: service).endpoints
      + WarrantyEndingRoutes(service: service, calendar: .mainlandChina).endpoints
      + SuggestionRoutes(service: service, calendar: .mainlandChina).endpoints
      + LetterRoutes(service: service, sendsMail: self.sendsMail).endpoints
      + ContactSheetRoutes(service: service).endpoints
      + FormRoutes(service: service, register: desk, company: self.company).endpoints
  }
}
