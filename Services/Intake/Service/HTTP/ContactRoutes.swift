import Foundation
import Hummingbird
import IntakeDomain
import Logging
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// How a customer can be reached: the only place that shows a telephone in full, and each look is written down.
struct ContactRoutes {
  let service: RunningService<IntakeHandler>
  let cases: CaseDesk

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/complaints/{number}/contact", "showContact",
        TermName("查看客户联系方式", "Show how the customer can be reached"),
        notes: """
          R-329, R-330: for whoever works on the open case, and until 30 days after its closing for callbacks. Who looked, \
          when and why is written down before the answer.
          """, for: Access(ContactRule.workers), path: [.complaintNumber],
        query: [
          QueryParameter(
            "reason", .term(ContactReason.known.map(\.rawValue), names: ContactReason.known.map(\.name)),
            isRequired: true, "Why it is needed.")
        ], answers: [.json(ContactView.self, "The customer's surname and telephone.")], use: self.show),
      Endpoint(
        .get, "/contact-reads", "listContactReads", TermName("联系方式查阅记录", "List who looked at customers' telephones"),
        notes: "R-329: who, when, of which complaint and why; the oldest first.",
        for: .posts(.auditor, .customerServiceManager, .generalManager),
        query: [
          QueryParameter(
            "number", .text(lengths: 1...64, pattern: ComplaintNumber.pattern),
            "Only looks at this complaint's customer."),
          .project(),
        ]
          + QueryParameter.page(), answers: [.json(ContactReadPage.self, "A page of the caller's projects (R-323).")],
        use: self.list),
    ]
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    guard let reason = try request.word("reason", oneOf: ContactReason.known) else {
      throw Rejected(
        "reason", .missing, "Say why: one of \(ContactReason.known.map(\.rawValue).joined(separator: ", ")).")
    }
    let closedAt = try await self.cases.closedAt(number, authorization: request.headers[.authorization])
    let now = self.service.clock.now
    guard ContactRule.admits(context.caller.posts, closedAt: closedAt, now: now) else {
      throw Problem.forbidden("The case is closed; only who still calls the customer back may see how (R-330).")
    }
    let read = ReadContact(number: number, person: context.caller.subject, reason: reason, now: now)
    guard let contact = try await self.service.pool.execute(read).first else {
      throw Problem.notFound("No complaint has this number.")
    }
    self.service.logger.notice("A customer's contact was looked at.", metadata: ["complaint": "\(number)"])
    var response = respond(contact)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    guard let after = page.after.isEmpty ? 0 : Int64(page.after) else {
      throw Rejected("after", .invalid, "Must be what the page before gave as next.")
    }
    let projects = try context.caller.projects.narrowed(to: request)
    let reads: [ContactRead]
    if let given = request.uri.queryParameters["number"] {
      guard let number = ComplaintNumber(String(given)) else {
        throw Rejected("number", .invalid, "Must be spelled as \(ComplaintNumber.example).")
      }
      try context.caller.requireScope(number.project)
      reads = try await self.service.pool.execute(
        ContactReadsOfComplaint(number: number, after: after, limit: page.limit))
    } else {
      reads = try await self.service.pool.execute(
        ContactReads(after: after, projects: projects.codes, limit: page.limit))
    }
    return respond(ContactReadPage(reads: reads, next: page.next(after: reads, \.id).map(String.init)))
  }
}

/// How a customer can be reached (R-332: and no more than the task needs).
struct ContactView: Codable, Sendable {
  let number: ComplaintNumber
  let surname: String
  let telephone: String
  /// When the home is accessible, in the customer's words.
  let accessTimes: [String]?
}

struct ContactReadPage: Codable {
  let reads: [ContactRead]
  /// What to give as `after` for the next page; absent on the last.
  let next: String?
}

/// One look.
struct ContactRead: Codable, Sendable {
  let id: Int64
  let number: ComplaintNumber
  let person: String
  let reason: ContactReason
  let readAt: Date
}
