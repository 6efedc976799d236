import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Postgres
import Presentation
import ServiceRuntime

/// The forms as pages to print on A4, Chinese and English.
///
/// What the customer says and is called stands in intake: it is asked for over HTTP with the reader's own token, so that
/// intake decides what this reader sees. The telephone comes masked, and intake writes no look down.
/// Nothing of it is kept here.
struct FormRoutes {
  let service: RunningService<DispatchHandler>
  let register: ComplaintDesk
  /// For the head of every form.
  let company: String?

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/cases/{number}/form", "printComplaintForm",
        TermName("打印投诉处理单", "Print the complaint form (SM03-07), in triplicate"), for: .caseWork,
        path: [.complaintNumber], answers: [Self.page], use: self.complaintForm),
      Endpoint(
        .get, "/cases/{number}/annex", "printAnnex", TermName("打印处理方案附页", "Print the annex with the scheme (SM03-08)"),
        notes: "R-056.", for: .caseWork, path: [.complaintNumber], answers: [Self.page], use: self.annex),
      Endpoint(
        .get, "/letters/{number}/page", "printLetter", TermName("打印致客户函", "Print a letter (SM03-11)"), notes: "R-338.",
        for: .caseWork, path: [Self.number], answers: [Self.page], use: self.letter),
      Endpoint(
        .get, "/contact-sheets/{number}/page", "printContactSheet",
        TermName("打印工作联系单", "Print a contact sheet (SM03-12)"), notes: "R-341.", for: .caseWork, path: [Self.number],
        answers: [Self.page], use: self.contactSheet),
    ]
  }

  private static let number = PathParameter("number", FormNumber.self)
  private static let page = EndpointAnswer.bytes(["text/html"], "A page for A4.")

  @Sendable private func complaintForm(request: Request, context: ServiceRequestContext) async throws -> Response {
    let file = try await CaseFile.read(try context.path("number"), from: self.service.pool)
    let customer = await self.register.customer(of: file.state.number, for: request)
    return respond(
      page: ComplaintForm(
        file.state, customer: customer, notes: file.notes, judgement: file.judgements.current,
        deliveredOn: file.unit?.warranty.deliveredOn, company: self.company
      ).page.html)
  }

  @Sendable private func annex(request: Request, context: ServiceRequestContext) async throws -> Response {
    let file = try await CaseFile.read(try context.path("number"), from: self.service.pool)
    let judgement = file.judgements.current
    let verdict = try self.service.work.handler.judging.verdict(
      on: file.state.buildingPart, judgement?.subpart, receivedAt: file.state.receivedAt, unit: file.unit)
    return respond(
      page: SchemeAnnex(
        file.state.number, judgement: judgement, verdict: verdict,
        plan: file.notes.last { $0.action == .reply }, stages: file.state.course.stages, company: self.company
      ).page.html)
  }

  @Sendable private func letter(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: FormNumber = try context.path("number")
    guard let letter = try await self.service.pool.execute(FindLetter(number: number)).first else {
      throw Problem.notFound("There is no letter with this number.")
    }
    let address = try await self.service.pool.execute(FindCase(number: letter.complaint)).first?.address
    let customer = await self.register.customer(of: letter.complaint, for: request)
    return respond(page: letter.page(surname: customer.surname, unit: address, company: self.company).html)
  }

  @Sendable private func contactSheet(request: Request, context: ServiceRequestContext) async throws -> Response {
    let number: FormNumber = try context.path("number")
    guard let sheet = try await self.service.pool.execute(FindContactSheet(number: number)).first else {
      throw Problem.notFound("There is no contact sheet with this number.")
    }
    return respond(page: sheet.page(company: self.company).html)
  }
}
