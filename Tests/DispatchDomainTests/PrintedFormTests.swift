import DispatchDomain
import Foundation
import Messages
import Presentation
import Testing
import WorkCalendar

/// The forms of a case that has come a long way: returned twice, in several stages, with a long story.
///
/// With `REDRESS_PAGES=<folder>` the pages are written there, to be printed and looked at.
@Suite struct PrintedFormTests {
  private static let story = String(
    repeating: "卫生间吊顶漏水，楼上已关水阀，仍在滴水；墙面起皮、踢脚线发霉，业主已两次向物业报修，均未彻底解决。", count: 14)
  private static let long = "https://example.org/" + String(repeating: "a", count: 180)

  let example: CaseExample

  init() throws {
    self.example = try CaseExample()
  }

  private func stages() throws -> [PlannedStage] {
    try ["拆除吊顶、查找漏点", "更换立管接头并做闭水试验（四十八小时）", "恢复吊顶与墙面", "复验、清洁并请业主签字"].enumerated().map {
      PlannedStage(
        name: $1, dueAt: try self.example.time("2023-01-1\($0)T18:00:00+08:00"),
        doneAt: $0 < 2 ? try self.example.time("2023-01-1\($0)T16:30:00+08:00") : nil)
    }
  }

  private func finished() throws -> (state: Case, notes: [CaseNote]) {
    var state = try self.example.service()
    var notes: [CaseNote] = []
    func act(_ deed: CaseAction.Deed, by person: String, authority: CaseAction.Authority = .staff) throws {
      try self.example.act(deed, on: &state, by: person, authority: authority)
      notes.append(self.example.note(deed, by: person))
    }
    try act(.assign(.salesDepartment), by: "li.na")
    try act(.giveBack(.notOurs, opinion: "本部门只负责销售承诺，漏水属工程质量问题，请转项目部。"), by: "chen.jie")
    try act(.assign(.propertyOffice), by: "li.na")
    try act(.giveBack(.notOurs, opinion: "立管在保修期内，应由原施工单位维修。\(Self.long)"), by: "wu.gang")
    try act(.assign(.projectDepartment, contributors: [.propertyOffice]), by: "zhao.min", authority: .manager)
    let stages = try self.stages()
    try act(.reply(CasePlan(Self.story, stages: stages, isComplex: true)), by: "sun.lei")
    try act(.start(reason: nil), by: "sun.lei")
    try act(.handle(result: "已更换立管接头，闭水试验合格，吊顶及墙面恢复。"), by: "sun.lei")
    try act(.evaluate(CustomerEvaluation(isAccepted: true, opinion: "同意，但墙面颜色略有差异。")), by: "li.na")
    return (state, notes)
  }

  private func customer() -> CustomerPart {
    CustomerPart(
      surname: "王", telephone: "138****8000", channel: .hotline, content: Self.story + Self.long,
      accessTimes: ["周六 09:00—12:00", "工作日 18:30 以后"], receivedBy: .propertyOffice, registeredAt: self.example.now,
      evidence: ["卫生间吊顶水渍.jpg", "楼上立管照片.jpg", "业主来电录音.mp3"])
  }

  private func judgement() throws -> JudgementRecord {
    JudgementRecord(
      serial: 1, judgement: .builder, subpart: nil, reason: "立管接头密封圈老化，渗水沿套管进入楼下吊顶。", by: "sun.lei",
      consentBy: nil, judgedAt: self.example.now, repairBy: .builder, proposed: nil, clause: nil, builderLastDay: nil,
      ownerLastDay: nil)
  }

  @Test("R-058, R-337: the complaint form holds every field of SM03-07, and ticks what is known")
  func complaintForm() throws {
    let (state, notes) = try self.finished()
    let page = ComplaintForm(
      state, customer: self.customer(), notes: notes, judgement: try self.judgement(),
      deliveredOn: try CalendarDay("2018-09-30"), company: "翠林置业有限公司"
    ).page
    for field in [
      "Received", "Channel", "Received by", "Grade", "Customer", "Telephone", "Home", "Location", "Category",
      "Building part", "Delivered", "Accessible", "Content", "Evidence", "Unit", "Handed over", "Handed over by",
      "Opinion of the unit&#39;s head", "Judgement", "Repaired by", "Plan", "Reply due", "Work due", "Result",
      "Customer&#39;s evaluation", "Owner&#39;s signature", "Callback", "Called back by", "Closed by",
    ] {
      #expect(page.html.contains("<small>\(field)</small></th>"), "\(field)")
    }
    #expect(page.html.contains("chen.jie：本部门只负责销售承诺"))
    #expect(page.html.contains("wu.gang：立管在保修期内"))
    for name in ["一般", "非本部门职责", "认可"] {
      #expect(page.html.contains("<span class=\"box\">√</span>\(name) "), "\(name)")
    }
    #expect(page.html.contains("<span class=\"box\"></span>不认可 "))
    #expect(page.html.contains("（共 3 件）") && page.html.contains("—— sun.lei 2023-01-03 10:00"))
    try self.write(page, "complaint")
    let (fresh, _) = self.example.open(part: .waterproofing)
    try self.write(
      ComplaintForm(fresh, customer: .unknown, notes: [], judgement: nil, deliveredOn: nil).page, "complaint-empty")
  }

  @Test("R-057: what the customer accepted in an earlier round is not ticked in this one")
  func earlierRound() throws {
    let (state, notes) = try self.finished()
    let asked = ComplaintForm(state, customer: .unknown, notes: notes, judgement: nil, deliveredOn: nil).page.html
    #expect(asked.contains("√</span>认可 "))
    let (fresh, _) = self.example.open(part: .waterproofing)
    let again = ComplaintForm(fresh, customer: .unknown, notes: notes, judgement: nil, deliveredOn: nil).page.html
    #expect(!again.contains("√</span>认可 "))
  }

  @Test("R-057, R-131: the owner's signature for a repair is his evaluation, and is ticked without a note of his words")
  func signedRepair() throws {
    var (state, notes) = try self.finished()
    state = self.example.open(part: .waterproofing).0
    _ = self.example.sign(&state)
    func form(_ notes: [CaseNote]) -> String {
      ComplaintForm(state, customer: .unknown, notes: notes, judgement: nil, deliveredOn: nil).page.html
    }
    #expect(state.evaluatedAt != nil && form([]).contains("√</span>认可 "))
    // Nor does he say again what he has said of earlier work.
    notes = notes.map {
      CaseNote(notedAt: $0.notedAt - 60, action: $0.action, person: $0.person, text: $0.text)
    }
    #expect(form(notes).contains("√</span>认可 ") && !form(notes).contains("墙面颜色略有差异"))
  }

  @Test("R-189, R-172: a callback that was refused, and an end by decision, are ticked")
  func callbackEnds() throws {
    var (state, notes) = try self.finished()
    _ = self.example.refuse(&state)
    let refused = ComplaintForm(state, customer: .unknown, notes: notes, judgement: nil, deliveredOn: nil).page.html
    #expect(refused.contains("√</span>客户拒绝回访 ") && refused.contains("<span class=\"box\"></span>领导决定关闭 "))
  }

  @Test("R-056: the annex shows which stages are done")
  func annex() throws {
    let note = self.example.note(.reply(CasePlan(Self.story)), by: "sun.lei")
    let page = SchemeAnnex(
      self.example.number, judgement: try self.judgement(), verdict: nil, plan: note, stages: try self.stages(),
      company: "翠林置业有限公司"
    ).page
    #expect(page.html.contains("<td>2023-01-10</td><td>2023-01-10</td>"))
    #expect(page.html.contains("sun.lei 2023-01-03 10:00"))
    try self.write(page, "annex")
    try self.write(
      SchemeAnnex(self.example.number, judgement: nil, verdict: nil, plan: nil, stages: []).page, "annex-empty")
  }

  @Test("R-339: the letter has a slip for dispatch and receipt, with the way it went ticked, its approver and its day")
  func letter() throws {
    var letter = Letter.draft(
      try #require(FormNumber("SM03-11-CLX-2023-0001")), about: self.example.number, kind: .reply, isLegal: false,
      content: Letter.Content(
        subject: "关于您家卫生间漏水一事的处理方案", body: "尊敬的业主：\n\n" + Self.story + "\n\n" + Self.story,
        replyBy: "2023年1月10日", contact: "客户服务部 0760-8888 0000"), by: "li.na", now: self.example.now)
    _ = try letter.approve(by: "zhao.min", now: self.example.now)
    try self.write(letter.page(surname: "王", unit: nil), "letter-approved")
    _ = try letter.send(.courier, proof: "SF1234567890", by: "li.na", now: self.example.now)
    let (state, _) = self.example.open(part: .waterproofing)
    let page = letter.page(surname: "王", unit: state.address, company: "翠林置业有限公司")
    #expect(page.html.contains("√</span>快递 ") && page.html.contains("送达回执") && page.html.contains("SF1234567890"))
    #expect(page.html.contains("2023年1月3日") && page.html.contains("Approved by：zhao.min 2023-01-03"))
    try self.write(page, "letter")
  }

  @Test("R-339: a letter that the mail server has not taken is not printed as sent")
  func letterOnItsWay() throws {
    var letter = Letter.draft(
      try #require(FormNumber("SM03-11-CLX-2023-0001")), about: self.example.number, kind: .reply, isLegal: false,
      content: Letter.Content(subject: "漏水", body: "已安排维修。", replyBy: nil, contact: "客户服务部"), by: "li.na",
      now: self.example.now)
    _ = try letter.approve(by: "zhao.min", now: self.example.now)
    _ = try letter.send(.email, proof: "1@redress", by: "sun.lei", now: self.example.now)
    let onItsWay = letter.page(surname: nil, unit: nil).html
    #expect(!onItsWay.contains("√") && !onItsWay.contains("1@redress") && !onItsWay.contains("sun.lei"))
    try letter.mailed(Letter.Mailing(attempts: 1, failure: nil, mayComeTwice: false), now: self.example.now)
    let sent = letter.page(surname: nil, unit: nil).html
    #expect(sent.contains("√</span>电子邮件 ") && sent.contains("1@redress") && sent.contains("sun.lei"))
  }

  @Test("R-341: the contact sheet says that its reply is overdue")
  func contactSheet() throws {
    var sheet = ContactSheet(
      number: try #require(FormNumber("SM03-12-CLX-2023-0001")), from: .customerService, to: "兰溪供水有限公司",
      copies: ["property-office", "中山市住建局"], subject: "三号楼水阀检查", content: Self.story,
      complaint: self.example.number, sentBy: "li.na", sentAt: self.example.now, replyDueAt: self.example.now)
    try self.write(sheet.page(company: "翠林置业有限公司"), "sheet-open")
    _ = sheet.limitPassed(now: self.example.now)
    _ = try sheet.answer(ContactSheet.Reply(text: "已关阀，并更换垫圈。", by: "wang", at: self.example.now))
    let html = sheet.page(company: "翠林置业有限公司").html
    #expect(html.contains("超期") && html.contains("物业") && html.contains("兰溪供水有限公司"))
    try self.write(sheet.page(company: "翠林置业有限公司"), "sheet")
  }

  private func write(_ page: PrintedPage, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["REDRESS_PAGES"] else { return }
    try Data(page.html.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).html"))
  }
}
