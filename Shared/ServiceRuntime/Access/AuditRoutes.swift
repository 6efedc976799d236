import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import WorkCalendar

/// Who did what to one thing: the audit of a service, the same for all five.
struct AuditRoutes: Sendable {
  /// Who recounts, and who answers for what others do.
  private static let readers = Access.posts(.auditor, .customerServiceManager, .leaderInCharge, .generalManager)
  /// That there is a report of misconduct is known to the leading group and the auditor alone.
  private static let misconductReaders = Access.posts(.auditor, .leaderInCharge, .generalManager)

  let pool: PostgresPool

  var endpoint: Endpoint {
    Endpoint(
      .get, "/audit-entries", "listAuditEntries", TermName("操作审计", "List what was done to something, by whom and why"),
      notes: """
        R-336: of a complaint or its case, a project, a home (`CLX/3/1201`), a form, a set of rules; the oldest first. What \
        people have written and where somebody lives is left out; why somebody acted is shown to those who work on cases.
        """, for: Self.readers,
      query: [.text("subject", isRequired: true, "What it was done to: a complaint's number, a project's code.")]
        + QueryParameter.page(),
      answers: [.json(AuditPage.self, "A page.")], use: self.list)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request)
    guard let after = page.after.isEmpty ? .start : AuditPosition(page.after) else {
      throw Rejected("after", .invalid, "Must be what the page before gave as next.")
    }
    guard let subject = request.uri.queryParameters["subject"].map(String.init), !subject.isEmpty else {
      throw Rejected("subject", .missing, "Say of what: ?subject=\(ComplaintNumber.example)")
    }
    let caller = context.caller
    // What a report of misconduct is called its sender has said: it may look like a number of some project.
    let isMisconduct = subject.hasPrefix(AuditEntry.misconduct)
    if !isMisconduct, let project = Self.project(of: subject) {
      try caller.requireScope(project)
    } else if caller.projects != .all {
      throw Problem.forbidden("This belongs to no single project, and you have only some of them.")
    }
    if isMisconduct { try Self.misconductReaders.require(caller) }
    let entries = try await self.pool.execute(AuditTable.OfSubject(subject, after: after, limit: page.limit))
    let showsWords = Access.caseWork.admits(caller)
    return respond(
      AuditPage(
        entries: entries.map { AuditEntryView($0, showsWords: showsWords) },
        next: page.next(after: entries, \.position.text)))
  }

  /// The project that a subject names: by a number with a year in it (`CLX-2023-000001`, `SM03-11-CLX-2023-0001`), as the
  /// beginning of a home's address, or by its code.
  static func project(of subject: String) -> ProjectCode? {
    let parts = subject.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    for (index, part) in parts.enumerated().dropFirst() where part.utf8.count == 4 && Int(part) != nil {
      if index + 1 < parts.count, Int(parts[index + 1]) != nil { return ProjectCode(parts[index - 1]) }
    }
    return subject.split(separator: "/", omittingEmptySubsequences: false).first.flatMap { ProjectCode(String($0)) }
  }
}

extension AuditPosition {
  /// As a page of entries names where it ends.
  fileprivate var text: String { "\(self.transaction)-\(self.id)" }

  fileprivate init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 2, let transaction = parts[0], let id = parts[1], transaction >= 0, id >= 0 else { return nil }
    self.init(transaction: transaction, id: id)
  }
}

private struct AuditPage: Codable {
  let entries: [AuditEntryView]
  /// What to give as `after` for the next page; absent on the last.
  let next: String?
}

private struct AuditEntryView: Codable {
  struct Change: Codable {
    let field: String
    let before: String?
    let after: String?
  }

  let recordedAt: Date
  let action: String
  /// The account; `service:intake` where the service acted by itself.
  let person: String
  let name: String?
  /// Under which he acted.
  let posts: [String]
  /// The person's own words, or the message or limit that made the service act.
  let reason: String?
  let changes: [Change]

  init(_ stored: AuditTable.OfSubject.Stored, showsWords: Bool) {
    self.recordedAt = stored.recordedAt
    self.action = stored.action
    self.person = stored.person.id
    self.name = stored.person.name
    self.posts = stored.person.posts
    self.reason = stored.reason.flatMap { showsWords || Self.isOfAList($0) ? $0 : nil }
    let (before, after) = (Self.fields(stored.before), Self.fields(stored.after))
    self.changes = Set(before.keys).union(after.keys).sorted()
      .map { Change(field: $0, before: before[$0], after: after[$0]) }
      .filter { $0.before != $0.after }
  }

  /// What of an object is a number, a time, a word of a list or a number of a series. An event's body has addresses and what
  /// people have written, too: nothing of that.
  private static func fields(_ bytes: [UInt8]?) -> [String: String] {
    guard let bytes, case .object(let object)? = try? JSONValue(bytes) else { return [:] }
    var fields: [String: String] = [:]
    for member in object.members {
      switch member.value {
      case .number(let digits): fields[member.name] = digits
      case .boolean(let isSo): fields[member.name] = String(isSo)
      case .string(let text) where Self.isOfAList(text) || Self.isTime(text) || Self.isNumber(text):
        fields[member.name] = text
      default: break
      }
    }
    return fields
  }

  /// `office-open`, `repair.signed.v1`: as terms, types of messages and names of limits are written.
  private static func isOfAList(_ text: String) -> Bool {
    text.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
      && text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
  }

  private static func isTime(_ text: String) -> Bool {
    RFC3339.date(from: text) != nil || (try? CalendarDay(text)) != nil
  }

  private static func isNumber(_ text: String) -> Bool { AuditRoutes.project(of: text) != nil && !text.contains("/") }
}
