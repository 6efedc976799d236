import IntakeDomain
package import Messages
package import Messaging
import Policy
package import Postgres
package import ServiceRuntime
import WorkCalendar

/// intake: registers what customers say, once and numbered.
package struct IntakeDefinition: ServiceDefinition {
  package static let service = Service.intake
  package static let migrations = [
    Migration(name: "V0001__complaint", sql: PackageResources.V0001__complaint_sql),
    Migration(name: "V0002__content_length", sql: PackageResources.V0002__content_length_sql),
    Migration(name: "V0003__auditor", sql: PackageResources.V0003__auditor_sql),
    Migration(name: "V0004__property", sql: PackageResources.V0004__property_sql),
    Migration(name: "V0005__contact_read", sql: PackageResources.V0005__contact_read_sql),
    Migration(name: "V0006__grading", sql: PackageResources.V0006__grading_sql),
    Migration(name: "V0007__evidence", sql: PackageResources.V0007__evidence_sql),
    Migration(name: "V0008__personal_data_read", sql: PackageResources.V0008__personal_data_read_sql),
    Migration(name: "V0009__matter_place", sql: PackageResources.V0009__matter_place_sql),
    Migration(name: "V0010__prospect", sql: PackageResources.V0010__prospect_sql),
    Migration(name: "V0011__guide", sql: PackageResources.V0011__guide_sql),
    Migration(name: "V0012__retention", sql: PackageResources.V0012__retention_sql),
  ]

  /// - `dispatch.url` (default: http://127.0.0.1:8082).
  /// - `evidence.…`: where files of evidence are kept, see ``EvidenceSettings``.
  package static let settings =
    [
      Setting(
        "dispatch.url", .url(schemes: ["http"]), default: "http://127.0.0.1:8082",
        help: "Dispatch, which says whether a case is open before a telephone is shown."),
      .companyName,
    ] + EvidenceSettings.all

  private let dispatch: String
  private let company: String?
  private let handler: IntakeHandler
  private let evidence: any EvidenceStore

  package init(configuration: ServiceConfiguration) throws(ConfigurationError) {
    self.dispatch = configuration.text("dispatch.url") ?? ""
    self.company = configuration.text("company.name")
    self.evidence = try EvidenceSettings.store(configuration)
    let calendar = WorkCalendar.mainlandChina
    do throws(PolicyError) {
      self.handler = try IntakeHandler(
        policies: configuration.policies, from: calendar.day(of: configuration.clock.now), calendar: calendar)
    } catch {
      throw ConfigurationError(["policy.profile: a profile leaves out a limit that intake needs (\(error.value))."])
    }
  }

  package func makeHandler(clock: any ServiceClock) -> IntakeHandler {
    self.handler
  }

  /// Complaints are registered without the store as well as with it: not even one that hangs takes intake out of service.
  package var checks: [HealthCheck] {
    [
      HealthCheck("evidence", within: .seconds(2), isNeeded: false) { [evidence] in
        do {
          try await evidence.check()
          return .passing("files can be kept")
        } catch EvidenceFailure.unavailable(let reason) {
          return .degraded(reason)
        } catch {
          return .degraded("\(error)")
        }
      }
    ]
  }

  package func background(_ service: RunningService<IntakeHandler>) -> [BackgroundWork] {
    let removal = EvidenceRemoval(pool: service.pool, store: self.evidence, logger: service.logger)
    return [BackgroundWork("removal of evidence", limit: .seconds(30)) { await removal.run() }]
  }

  package func endpoints(_ service: RunningService<IntakeHandler>) -> [Endpoint] {
    let cases = CaseDesk(url: self.dispatch)
    return ComplaintRoutes(service: service).endpoints + ProjectRoutes(service: service).endpoints
      + PropertyRoutes(service: service).endpoints + ReceivingRoutes(service: service).endpoints
      + DraftRoutes(service: service).endpoints + GradingRoutes(service: service).endpoints
      + TriageRoutes(service: service).endpoints + GuideRoutes(service: service, company: self.company).endpoints
      + EvidenceRoutes(service: service, store: self.evidence, cases: cases).endpoints
      + ContactRoutes(service: service, cases: cases).endpoints
      + PersonalDataRoutes(service: service).endpoints + ProspectRoutes(service: service).endpoints
  }
}
