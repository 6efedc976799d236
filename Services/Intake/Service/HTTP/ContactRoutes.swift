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
            "reason", .term(ReadReason.ofContact.map(\.rawValue), names: ReadReason.ofContact.map(\.name)),
            isRequired: true, "Why it is needed.")
        ], answers: [.json(ContactView.self, "The customer's surname and telephone.")], use: self.show)
    ]
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: ComplaintNumber = try context.path("number")
    guard let reason = try request.word("reason", oneOf: ReadReason.ofContact) else {
      throw Rejected(
        "reason", .missing, "Say why: one of \(ReadReason.ofContact.map(\.rawValue).joined(separator: ", ")).")
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
}

/// How a customer can be reached (R-332: and no more than the task needs).
struct ContactView: Codable, Sendable {
  let number: ComplaintNumber
  let surname: String
  let telephone: String
  /// When the home is accessible, in the customer's words.
  let accessTimes: [String]?
}
