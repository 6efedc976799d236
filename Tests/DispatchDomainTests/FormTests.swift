import DispatchDomain
import Foundation
import Messages
import Presentation
import TestSupport
import Testing
import WorkCalendar

/// The printed forms say what is known, leave room for what is not, and show no text as markup.
@Suite struct FormTests {
  let example: CaseExample
  private static let tag = "<script>alert('王')</script>&\""

  init() throws {
    self.example = try CaseExample()
  }

  private func customer(_ text: String) -> CustomerPart {
    CustomerPart(
      surname: text, telephone: text, channel: .hotline, content: text, accessTimes: [text, text],
      receivedBy: .customerService, registeredAt: self.example.now, evidence: [text])
  }

  @Test("SM03-07, R-057: the complaint form in triplicate, with boxes for evaluation and signatures")
  func complaintForm() throws {
    let (state, _) = self.example.open(part: .waterproofing)
    let html = ComplaintForm(
      state, customer: self.customer("王"), notes: [self.example.note(.reply(CasePlan("周六上午查勘")))], judgement: nil,
      deliveredOn: try CalendarDay("2018-09-30")
    ).page.html
    #expect(html.split(separator: "<section class=\"sheet").count == 4)
    for copy in ["第一联", "第二联", "第三联"] { #expect(html.contains(copy)) }
    for word in ["CLX-2023-000001", "项目部", "周六上午查勘", "2018-09-30", "客户评价", "业主签字", "回访记录"] {
      #expect(html.contains(word), "\(word)")
    }
  }

  @Test("R-335: without intake the customer's fields stay empty")
  func withoutIntake() {
    let (state, _) = self.example.open(part: .waterproofing)
    let html = ComplaintForm(state, customer: .unknown, notes: [], judgement: nil, deliveredOn: nil).page.html
    #expect(html.contains("客户姓氏<small>Customer</small></th><td></td>"))
  }

  @Test("R-056: the annex names the stages with their dates, and has at least four lines")
  func annex() throws {
    let day = try self.example.time("2023-01-10T00:00:00+08:00")
    let html = SchemeAnnex(
      self.example.number, judgement: nil, verdict: nil,
      plan: self.example.note(.reply(CasePlan("先堵漏，后粉刷"))), stages: [PlannedStage(name: "堵漏", dueAt: day)]
    ).page.html
    #expect(html.contains("<tr><td>1</td><td>堵漏</td><td>2023-01-10</td><td></td></tr>"))
    #expect(html.contains("<tr><td>4</td>") && html.contains("先堵漏，后粉刷"))
  }

  @Test("R-338: a draft says on its face that it is none yet")
  func draft() throws {
    var letter = try Self.letter(self.example, text: "已安排维修。")
    #expect(letter.page(surname: "王", unit: nil).html.contains("未经批准不得发出"))
    #expect(letter.page(surname: nil, unit: nil).html.contains("</span> 先生／女士"))
    _ = try letter.approve(by: "zhao.min", now: self.example.now)
    let html = letter.page(surname: "王", unit: nil).html
    #expect(!html.contains("未经批准不得发出") && html.contains("王 先生／女士") && html.contains("2023-01-03"))
  }

  @Test("R-330: whatever is written, no form shows it as markup")
  func noMarkupFromOutside() throws {
    let (state, _) = self.example.open(part: .waterproofing)
    let note = CaseNote(notedAt: self.example.now, action: .reply, person: Self.tag, text: Self.tag)
    var sheet = ContactSheet(
      number: try Self.number(.contactSheet), from: .customerService, to: Self.tag, copies: [Self.tag],
      subject: Self.tag, content: Self.tag, complaint: nil, sentBy: Self.tag, sentAt: self.example.now,
      replyDueAt: self.example.now)
    _ = try sheet.answer(ContactSheet.Reply(text: Self.tag, by: Self.tag, at: self.example.now))
    let pages = [
      ComplaintForm(state, customer: self.customer(Self.tag), notes: [note], judgement: nil, deliveredOn: nil).page,
      SchemeAnnex(
        state.number, judgement: nil, verdict: nil, plan: note,
        stages: [PlannedStage(name: Self.tag, dueAt: self.example.now)]
      ).page,
      try Self.letter(self.example, text: Self.tag).page(surname: Self.tag, unit: state.address, company: Self.tag),
      sheet.page(company: Self.tag),
    ]
    for page in pages {
      #expect(page.html.contains("&lt;script&gt;"), "\(page.form)")
      #expect(!page.html.contains("<script") && !page.html.contains("alert('"), "\(page.form)")
    }
  }

  private static func number(_ type: FormType) throws -> FormNumber {
    try #require(FormNumber("\(type.rawValue)-CLX-2023-0001"))
  }

  private static func letter(_ example: CaseExample, text: String) throws -> Letter {
    Letter.draft(
      try self.number(.letter), about: example.number, kind: .reply, isLegal: false,
      content: Letter.Content(subject: text, body: text, replyBy: text, contact: text), by: text, now: example.now)
  }
}
