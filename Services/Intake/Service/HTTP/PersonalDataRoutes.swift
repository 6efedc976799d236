import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Postgres
import ServiceRuntime

/// Who looked at personal data: telephones, what customers have said, drafts of others, documents, recordings and original
/// evidence, who lives in a home, reports of misconduct.
struct PersonalDataRoutes {
  /// From whom looks at reports of misconduct are not hidden: whoever is reported may be of customer service.
  static let misconductReaders = Access.posts(.auditor, .generalManager)

  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/personal-data-reads", "listPersonalDataReads",
        TermName("个人信息查阅记录", "List who looked at personal data"),
        notes: """
          R-329: who, when, at what, of which complaint and why; the oldest first. Lists with masked telephones are no looks. \
          Those at reports of misconduct are shown to the auditor and the general manager alone (R-316).
          """, for: .posts(.auditor, .customerServiceManager, .generalManager),
        query: [
          QueryParameter(
            "number", .text(lengths: 1...64, pattern: ComplaintNumber.pattern),
            "Only looks at this complaint and its customer."),
          .project(),
        ]
          + QueryParameter.page(),
        answers: [.json(PersonalDataReadPage.self, "A page of the caller's projects (R-323).")], use: self.list)
    ]
  }

  /// Why somebody looks at what a customer has said.
  static let reason = QueryParameter(
    "reason", .term(ReadReason.known.map(\.rawValue), names: ReadReason.known.map(\.name)),
    "Why it is needed (R-329); handling where nothing is said.")

  static func reason(_ request: Request) throws -> ReadReason {
    try request.word("reason", oneOf: ReadReason.known) ?? .handling
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    guard let after = page.after.isEmpty ? 0 : Int64(page.after) else {
      throw Rejected("after", .invalid, "Must be what the page before gave as next.")
    }
    let projects = try context.caller.projects.narrowed(to: request)
    let reads: [PersonalDataReadView]
    if let given = request.uri.queryParameters["number"] {
      guard let number = ComplaintNumber(String(given)) else {
        throw Rejected("number", .invalid, "Must be spelled as \(ComplaintNumber.example).")
      }
      try context.caller.requireScope(number.project)
      reads = try await self.service.pool.execute(
        PersonalDataReadsOfComplaint(complaint: number, after: after, limit: page.limit))
    } else {
      let showsMisconduct = Self.misconductReaders.admits(context.caller)
      if let codes = projects.codes {
        reads = try await self.service.pool.execute(
          PersonalDataReadsOfProjects(
            projects: codes, after: after, showsMisconduct: showsMisconduct, limit: page.limit))
      } else {
        reads = try await self.service.pool.execute(
          PersonalDataReads(after: after, showsMisconduct: showsMisconduct, limit: page.limit))
      }
    }
    return respond(PersonalDataReadPage(reads: reads, next: page.next(after: reads, \.id).map(String.init)))
  }
}

struct PersonalDataReadPage: Codable {
  let reads: [PersonalDataReadView]
  /// What to give as `after` for the next page; absent on the last.
  let next: String?
}

/// One look.
struct PersonalDataReadView: Codable, Sendable {
  let id: Int64
  let kind: ReadKind
  /// Left out for a draft that names none yet.
  let project: ProjectCode?
  let complaint: ComplaintNumber?
  /// What without a number was looked at, or which file of the complaint.
  let item: String?
  let person: String
  let reason: ReadReason
  let readAt: Date
}
