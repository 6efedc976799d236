import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// Letters to customers (SM03-11): drafted, approved by another person, sent, received.
struct LetterRoutes {
  let service: RunningService<DispatchHandler>
  /// Whether letters can leave by e-mail.
  let sendsMail: Bool

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/letters", "draftLetter", TermName("起草致客户函", "Draft a letter about a complaint"),
        notes: "R-338, R-343.",
        for: Self.authors, reading: Self.draft,
        answers: [.json(.created, LetterView.self, hasVersion: true, "The draft, numbered.")], use: self.draft),
      Endpoint(
        .get, "/letters", "listLetters", TermName("函件列表", "List letters in one state"), for: .caseWork,
        query: [.word("state", oneOf: Self.openStates, "Without it: drafted."), .project()]
          + QueryParameter.page(),
        answers: [.json(LetterPage.self, "A page of the caller's projects (R-323).")], use: self.list),
      Endpoint(
        .get, "/cases/{number}/letters", "lettersOfCase", TermName("投诉的函件", "Letters about one complaint"),
        for: .caseWork, path: [.complaintNumber],
        answers: [.json(LetterPage.self, "All of them, oldest first.")], use: self.ofCase),
      Endpoint(
        .get, "/letters/{number}", "showLetter", TermName("查看函件", "Show a letter"), for: .caseWork,
        path: [Self.number], answers: [Self.answer("The letter.")], use: self.show),
      Endpoint(
        .put, "/letters/{number}", "reviseLetter", TermName("修改函件", "Write a draft anew"), notes: "R-338.",
        for: Self.authors, path: [Self.number], takesIfMatch: true, reading: Self.revision,
        answers: [Self.answer("The draft.")], use: self.change),
      self.deed(
        "legal-opinion", "clearLetter", TermName("律师审阅", "The lawyer has no objection"), for: .posts(.lawyer)
      ) { _ in .clear },
      self.deed(
        "approval", "approveLetter", TermName("批准函件", "Approve a letter somebody else has written"),
        for: .posts(.customerServiceManager, .customerServiceProjectLead, .leaderInCharge, .generalManager)
      ) { _ in .approve },
      Endpoint(
        .post, "/letters/{number}/dispatch", "dispatchLetter",
        TermName("发出函件", "Send a letter, or note that it was sent"),
        notes: """
          R-339. By e-mail the letter is `sending` until the mail server has taken it, which is tried again for some \
          hours; then it is `dispatched`, or `approved` again with the reason in `mailing`. The address is kept until then \
          and no longer. Another way, proof or address than the one that stands is a conflict; a letter that is still \
          `sending` can be given back (`recall`) and sent anew. One decision gives one mail, unless the mail server's answer was lost: the repeat has the same \
          Message-ID, and `mailing.mayComeTwice` says so. Other ways are noted with their proof.
          """, for: .customerService, path: [Self.number], takesIfMatch: true, reading: Self.sending,
        answers: [Self.answer("The letter, sent or being sent.")], use: self.dispatch),
      self.deed(
        "recall", "recallLetter", TermName("停止发送", "Give back a letter that the mail server has not taken yet"),
        for: .customerService
      ) { _ in .recall },
      self.deed(
        "receipt", "receiveLetter", TermName("登记送达", "Note how it is known that the customer has it"),
        for: .customerService
      ) { fields in fields.required("receipt", .line(upTo: 200)).map { .receive($0) } },
      self.deed("withdrawal", "withdrawLetter", TermName("撤回草稿", "Withdraw a draft"), for: Self.authors) { _ in
        .withdraw
      },
    ]
  }

  /// One that was received or withdrawn is asked for by its number, or with its complaint.
  private static let openStates = Letter.State.allCases.filter { $0 != .received && $0 != .withdrawn }

  private static let number = PathParameter("number", FormNumber.self)
  private static let authors = Access.customerService + .posts(.unitHead, .engineer, .lawyer)

  private static func answer(_ notes: String) -> EndpointAnswer {
    .json(LetterView.self, hasVersion: true, notes)
  }

  private typealias Deed = (deed: LetterAction.Deed, person: String)

  private func deed(
    _ path: String, _ name: String, _ summary: TermName, for access: Access,
    reading: @escaping @Sendable (inout ObjectReader) -> LetterAction.Deed?
  ) -> Endpoint {
    Endpoint(
      .post, "/letters/{number}/\(path)", name, summary, notes: "R-338, R-339.", for: access, path: [Self.number],
      takesIfMatch: true,
      reading: { fields, caller in
        let deed = reading(&fields)
        let person = caller.person(&fields)
        guard let deed, let person else { return nil }
        return (deed: deed, person: person)
      }, answers: [Self.answer("The letter, changed.")], use: self.change)
  }

  // MARK: - Reading

  private static func content(_ fields: inout ObjectReader) -> Letter.Content? {
    let subject = fields.required("subject", .line(upTo: 200))
    let body = fields.required("body", .longText(upTo: 8000))
    let replyBy = fields.optional("replyBy", .line(upTo: 40))
    let contact = fields.required("contact", .line(upTo: 200))
    guard let subject, let body, let contact else { return nil }
    return Letter.Content(subject: subject, body: body, replyBy: replyBy, contact: contact)
  }

  @Sendable private static func draft(_ fields: inout ObjectReader, _ caller: Caller) -> LetterAction.Draft? {
    let complaint = fields.required(
      "complaint",
      .identifier(ComplaintNumber.self))
    let kind = fields.required("kind", .term(LetterKind.self))
    let isLegal = fields.optional("isLegal", .boolean)
    let content = Self.content(&fields)
    let person = caller.person(&fields)
    guard let complaint, let kind, let content, let person else { return nil }
    return LetterAction.Draft(
      complaint: complaint, kind: kind, isLegal: isLegal ?? false, content: content, by: person)
  }

  @Sendable private static func revision(_ fields: inout ObjectReader, _ caller: Caller) -> Deed? {
    let isLegal = fields.optional("isLegal", .boolean)
    let content = Self.content(&fields)
    let person = caller.person(&fields)
    guard let content, let person else { return nil }
    return (deed: .revise(content, isLegal: isLegal ?? false), person: person)
  }

  private struct Sending: Sendable {
    let method: DispatchMethod
    let proof: String?
    let address: EmailAddress?
    let person: String
  }

  @Sendable private static func sending(_ fields: inout ObjectReader, _ caller: Caller) -> Sending? {
    let method = fields.required("method", .term(DispatchMethod.self))
    // What is there and is wrong is not missing too.
    let byPost = method.map { $0 != .email } ?? false
    let proof = Self.field("proof", .line(upTo: 200), isRequired: byPost, &fields)
    let address = Self.field("email", .line(upTo: 254), isRequired: method == .email, &fields)
    let person = caller.person(&fields)
    let read = address.flatMap { EmailAddress($0) }
    if address != nil, read == nil { fields.note("email", .invalid, "Must be an e-mail address, as name@host.") }
    guard let method, let person else { return nil }
    return Sending(method: method, proof: method == .email ? nil : proof, address: read, person: person)
  }

  private static func field(
    _ name: String, _ rule: FieldRule<String>, isRequired: Bool, _ fields: inout ObjectReader
  ) -> String? {
    isRequired ? fields.required(name, rule) : fields.optional(name, rule)
  }

  // MARK: - Answering

  @Sendable private func draft(
    request: Request, context: ServiceRequestContext, body: LetterAction.Draft
  ) async throws -> Response {
    try context.caller.requireScope(body.complaint.project)
    return try await self.perform(.draft(body), context, status: .created)
  }

  @Sendable private func change(request: Request, context: ServiceRequestContext, body: Deed) async throws -> Response {
    try await self.perform(.change(try context.path("number"), body.deed, by: body.person), context)
  }

  @Sendable private func dispatch(
    request: Request, context: ServiceRequestContext, body: Sending
  ) async throws -> Response {
    let number: FormNumber = try context.path("number")
    guard body.method == .email, let address = body.address else {
      return try await self.perform(
        .change(number, .send(body.method, proof: body.proof), by: body.person), context)
    }
    guard self.sendsMail else {
      throw Problem.unavailable(
        "No way to send e-mail is configured (notification.smtp-host or notification.directory).")
    }
    let deed = LetterAction.Deed.mail(address, messageID: OutgoingMail.messageID(of: number, to: address))
    return try await self.perform(.change(number, deed, by: body.person), context)
  }

  private func perform(
    _ action: LetterAction, _ context: ServiceRequestContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    try await self.service.perform(.onLetter(action), context) { reply in
      guard case .ofLetter(let letter) = reply else { throw Problem.internalError }
      var response = respond(LetterView(letter), status: status).version(letter.revision)
      if status == .created { response.headers[.location] = "/letters/\(letter.number)" }
      return response
    }
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let state = try request.word("state", oneOf: Self.openStates) ?? .drafted
    let page = try PageRequest(request)
    let projects = try context.caller.projects.narrowed(to: request)
    let found = try await self.service.pool.execute(
      ListLetters(state: state, projects: projects.codes, after: page.after, limit: page.limit))
    return respond(LetterPage(letters: found.map { LetterView($0) }, next: page.next(after: found, \.number)))
  }

  @Sendable private func ofCase(request: Request, context: ServiceRequestContext) async throws -> Response {
    let found = try await self.service.pool.execute(LettersOfComplaint(complaint: try context.path("number")))
    return respond(LetterPage(letters: found.map { LetterView($0) }, next: nil))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let letter = try await self.find(try context.path("number"))
    return respond(LetterView(letter)).version(letter.revision)
  }

  private func find(_ number: FormNumber) async throws -> Letter {
    guard let letter = try await self.service.pool.execute(FindLetter(number: number)).first else {
      throw Problem.notFound("There is no letter with this number.")
    }
    return letter
  }
}

struct LetterPage: Codable {
  let letters: [LetterView]
  /// What to give as `after` for the next page; absent on the last.
  let next: FormNumber?
}

/// A letter as it is shown. To whom it goes stands in intake.
struct LetterView: Codable {
  let number: FormNumber
  let complaint: ComplaintNumber
  let kind: LetterKind
  let isLegal: Bool
  let state: String
  let subject: String
  let body: String
  let replyBy: String?
  let contact: String
  let drafted: Letter.Mark
  let lawyer: Letter.Mark?
  let approved: Letter.Mark?
  let method: DispatchMethod?
  let proof: String?
  let dispatched: Letter.Mark?
  let receipt: String?
  let received: Letter.Mark?
  /// How sending it by e-mail went so far.
  let mailing: Letter.Mailing?

  init(_ letter: Letter) {
    self.number = letter.number
    self.complaint = letter.complaint
    self.kind = letter.kind
    self.isLegal = letter.isLegal
    self.state = letter.state.rawValue
    self.subject = letter.content.subject
    self.body = letter.content.body
    self.replyBy = letter.content.replyBy
    self.contact = letter.content.contact
    self.drafted = letter.drafted
    self.lawyer = letter.lawyer
    self.approved = letter.approved
    self.method = letter.dispatch?.method
    self.proof = letter.dispatch?.proof
    self.dispatched = letter.dispatch?.mark
    self.receipt = letter.receipt
    self.received = letter.received
    self.mailing = letter.mailing
  }
}
