import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// The complaint guide, and common questions with their answers.
struct GuideRoutes {
  let service: RunningService<IntakeHandler>
  let company: String?

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/guide", "listGuide", TermName("投诉指南与常见问题", "List the complaint guide and common questions"),
        notes: "R-036.", for: .anyEmployee,
        answers: [.json(GuideList.self, "In the order of the page.")], use: self.list),
      Endpoint(
        .get, "/guide/page", "printGuide", TermName("打印投诉指南", "The guide as a page, to print or to publish"),
        notes: "R-036: Chinese and English, what is published only.", for: .anyEmployee,
        answers: [.bytes(["text/html"], "A page for A4 that needs nothing from elsewhere.")], use: self.page),
      Endpoint(
        .put, "/guide/{key}", "writeGuideEntry", TermName("编辑常见问题", "Write a question with its answer"),
        notes: "R-036: the same again says that somebody has looked at it and that it still holds.",
        for: .posts(.customerServiceManager, .informationSupervisor),
        path: [PathParameter("key", GuideKey.self)], takesIfMatch: true,
        reading: { fields, caller in Writing.read(&fields, caller) },
        answers: [
          .json(.created, GuideEntryView.self, hasVersion: true, "A new entry."),
          .json(GuideEntryView.self, hasVersion: true, "The entry as it is now."),
        ], use: self.write),
    ]
  }

  @Sendable private func view(_ entry: GuideEntry) -> GuideEntryView {
    let dueAt = entry.reviewDueAt(self.service.work.handler.calendar)
    return GuideEntryView(entry, reviewDueAt: dueAt, isReviewDue: dueAt <= self.service.clock.now)
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    respond(GuideList(entries: try await self.service.pool.execute(ListGuideEntries()).map(self.view)))
  }

  @Sendable private func page(request: Request, context: ServiceRequestContext) async throws -> Response {
    let entries = try await self.service.pool.execute(ListGuideEntries())
    return respond(page: GuideEntry.html(of: entries.filter(\.isPublished), company: self.company))
  }

  @Sendable private func write(
    request: Request, context: ServiceRequestContext, body: Writing
  ) async throws -> Response {
    try context.caller.requireAllProjects(for: "Guide and answers")
    let entry = GuideEntry(
      key: try context.path("key"), position: body.position, chinese: body.chinese, english: body.english,
      isPublished: body.isPublished, reviewedAt: self.service.clock.now, author: body.author)
    return try await self.service.perform(.write(entry), context) { reply in
      guard case .guide(let written) = reply else { throw Problem.notFound() }
      return respond(self.view(written), status: written.version == 1 ? .created : .ok)
        .version(written.version)
    }
  }
}

private struct Writing {
  let position: Int
  let chinese: GuideEntry.Text
  let english: GuideEntry.Text
  let isPublished: Bool
  let author: Author

  static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Writing? {
    let position = fields.optional("position", .integer(0...9999))
    let chinese = fields.required("chinese", .object { GuideEntry.Text.read(&$0) })
    let english = fields.required("english", .object { GuideEntry.Text.read(&$0) })
    let isPublished = fields.optional("published", .boolean)
    let person = caller.person(&fields)
    guard let chinese, let english, let person else { return nil }
    return Writing(
      position: position ?? 0, chinese: chinese, english: english, isPublished: isPublished ?? true,
      author: Author(caller, account: person))
  }
}

extension GuideEntry.Text {
  fileprivate static func read(_ fields: inout ObjectReader) -> GuideEntry.Text? {
    let question = fields.required("question", .line(upTo: 200))
    let answer = fields.required("answer", .longText(upTo: 4000))
    guard let question, let answer else { return nil }
    return GuideEntry.Text(question: question, answer: answer)
  }
}

private struct GuideList: Codable {
  let entries: [GuideEntryView]
}

private struct GuideEntryView: Codable {
  struct Text: Codable {
    let question: String
    let answer: String

    init(_ text: GuideEntry.Text) {
      self.question = text.question
      self.answer = text.answer
    }
  }

  let key: GuideKey
  let position: Int
  let chinese: Text
  let english: Text
  let published: Bool
  let reviewedAt: Date
  let reviewedBy: String
  let reviewDueAt: Date
  /// Nobody has looked at it for a year.
  let reviewDue: Bool

  init(_ entry: GuideEntry, reviewDueAt: Date, isReviewDue: Bool) {
    self.key = entry.key
    self.position = entry.position
    self.chinese = Text(entry.chinese)
    self.english = Text(entry.english)
    self.published = entry.isPublished
    self.reviewedAt = entry.reviewedAt
    self.reviewedBy = entry.author.account
    self.reviewDueAt = reviewDueAt
    self.reviewDue = isReviewDue
  }
}
