import DispatchDomain
import Foundation
import Messages
import Testing

/// Letters and contact sheets: numbers, approval, proof.
@Suite struct CorrespondenceTests {
  let now = Date(timeIntervalSince1970: 1_672_708_320)
  let complaint: ComplaintNumber
  let content = Letter.Content(subject: "关于漏水", body: "已安排维修。", replyBy: nil, contact: "客户服务部 0760-8888 0000")

  init() throws {
    self.complaint = ComplaintNumber(project: try #require(ProjectCode("CLX")), year: 2023, serial: 1)
  }

  private func number(_ serial: Int = 1) throws -> FormNumber {
    var register = FormRegister(lastSerials: [:])
    let series = FormSeries(type: .letter, project: self.complaint.project, year: 2023)
    return try #require((1...serial).map { _ in register.next(in: series) }.last)
  }

  private func draft(isLegal: Bool = false) throws -> Letter {
    Letter.draft(
      try self.number(), about: self.complaint, kind: .reply, isLegal: isLegal, content: self.content, by: "li.na",
      now: self.now)
  }

  @Test("R-343: numbers count by form type, project and year, without gap, in one spelling")
  func numbers() throws {
    let project = self.complaint.project
    var register = FormRegister(lastSerials: [FormSeries(type: .letter, project: project, year: 2023): 41])
    let letters = FormSeries(type: .letter, project: project, year: 2023)
    #expect(register.next(in: letters).text == "SM03-11-CLX-2023-0042")
    #expect(register.next(in: letters).text == "SM03-11-CLX-2023-0043")
    let nextYear = FormSeries(type: .letter, project: project, year: 2024)
    #expect(register.next(in: nextYear).text == "SM03-11-CLX-2024-0001")
    let sheets = FormSeries(type: .contactSheet, project: project, year: 2023)
    #expect(register.next(in: sheets).text == "SM03-12-CLX-2023-0001")
    #expect(register.changed == [letters, nextYear, sheets])
    #expect(FormNumber("SM03-11-CLX-2023-0042")?.serial == 42)
    for wrong in ["SM03-11-CLX-2023-42", "SM03-10-CLX-2023-0001", "SM03-11-CLX-2023-00042", "CLX-2023-000001", ""] {
      #expect(FormNumber(wrong) == nil, "\(wrong)")
    }
    // No number of a form is one of a complaint: the subjects of limits must not be mistaken for each other.
    #expect(ComplaintNumber("SM03-11-CLX-2023-0042") == nil)
  }

  @Test("R-338: whoever has written a letter does not approve it")
  func authorIsNotApprover() throws {
    var letter = try self.draft()
    #expect(throws: Rejected.self) { try letter.approve(by: "li.na", now: self.now) }
    #expect(try letter.approve(by: "zhao.min", now: self.now))
    #expect(letter.state == .approved)
    #expect(try letter.approve(by: "zhao.min", now: self.now) == false)
  }

  @Test("R-338: legal content needs the lawyer first, and again when the letter is written anew")
  func lawyer() throws {
    var letter = try self.draft(isLegal: true)
    do {
      _ = try letter.approve(by: "li.na", now: self.now)
      Issue.record("approved")
    } catch {
      #expect(error.faults.map(\.path) == ["by", "lawyer"])
    }
    #expect(try letter.clear(by: "lawyer.wu", now: self.now))
    let other = Letter.Content(subject: "关于漏水", body: "另行答复。", replyBy: nil, contact: "客户服务部")
    #expect(try letter.revise(other, isLegal: true, by: "li.na", now: self.now))
    #expect(throws: Rejected.self) { try letter.approve(by: "zhao.min", now: self.now) }
    #expect(try letter.clear(by: "lawyer.wu", now: self.now))
    #expect(try letter.approve(by: "zhao.min", now: self.now))
    // What was approved is what is sent.
    #expect(throws: Rejected.self) { try letter.revise(self.content, isLegal: true, by: "li.na", now: self.now) }
  }

  @Test("R-338, R-339: approved before it is sent, sent before it is received, each recorded once")
  func dispatchAndReceipt() throws {
    var letter = try self.draft()
    #expect(throws: Rejected.self) {
      try letter.send(.registeredMail, proof: "RA123", by: "li.na", now: self.now)
    }
    _ = try letter.approve(by: "zhao.min", now: self.now)
    #expect(throws: Rejected.self) { try letter.receive("回执", by: "li.na", now: self.now) }
    #expect(try letter.send(.registeredMail, proof: "RA123", by: "li.na", now: self.now))
    #expect(try letter.send(.registeredMail, proof: "RA123", by: "li.na", now: self.now) == false)
    #expect(throws: Rejected.self) { try letter.send(.courier, proof: "SF1", by: "li.na", now: self.now) }
    #expect(try letter.receive("回执第 9 号", by: "li.na", now: self.now))
    #expect(letter.state == .received && letter.dispatch?.proof == "RA123")
    #expect(letter.revision == 4)
    #expect(throws: Rejected.self) { try letter.withdraw() }
  }

  @Test("R-339: another address is another proof, and a conflict; a letter that is still sending can be called back")
  func sendingByMail() throws {
    var letter = try self.draft()
    _ = try letter.approve(by: "zhao.min", now: self.now)
    #expect(try letter.recall() == false)
    #expect(try letter.send(.email, proof: "<1@redress>", by: "li.na", now: self.now))
    #expect(try letter.send(.email, proof: "<1@redress>", by: "li.na", now: self.now) == false)
    do {
      _ = try letter.send(.email, proof: "<2@redress>", by: "li.na", now: self.now)
      Issue.record("dropped")
    } catch {
      #expect(error.faults.map(\.code) == [.conflict] && error.faults[0].message.contains("sending by email since"))
    }
    try letter.mailingFailed(Letter.Mailing(attempts: 1, failure: "unanswered", mayComeTwice: true), isOver: false)
    #expect(try letter.recall())
    #expect(letter.state == .approved && letter.dispatch == nil)
    // The customer may have it already, whatever way it goes now.
    #expect(try letter.send(.courier, proof: "SF1", by: "li.na", now: self.now))
    #expect(letter.mailing == Letter.Mailing(attempts: 0, failure: nil, mayComeTwice: true))
    #expect(throws: Rejected.self) { try letter.recall() }
  }

  @Test("R-018: the acknowledgement says when the letter came and under which number it stands")
  func acknowledgement() {
    let content = Letter.Content.acknowledgement(of: self.complaint, receivedAt: self.now)
    #expect(content.body.contains("2023-01-03") && content.body.contains("CLX-2023-000001"))
  }

  @Test("R-341: a sheet is answered once; its limit passes only without an answer, and a late answer is taken")
  func contactSheet() throws {
    func sheet() throws -> ContactSheet {
      ContactSheet(
        number: try self.number(), from: .customerService, to: "物业管理处", copies: [], subject: "请协助", content: "三号楼水阀",
        complaint: nil, sentBy: "li.na", sentAt: self.now, replyDueAt: self.now.addingTimeInterval(172_800))
    }
    var late = try sheet()
    #expect(late.limitPassed(now: self.now) && late.overdueAt == self.now)
    #expect(late.limitPassed(now: self.now) == false)
    let reply = ContactSheet.Reply(text: "已关阀", by: "wang", at: self.now)
    #expect(try late.answer(reply))
    var answered = try sheet()
    #expect(try answered.answer(reply))
    #expect(try answered.answer(reply) == false)
    #expect(throws: Rejected.self) {
      try answered.answer(ContactSheet.Reply(text: "未关阀", by: "wang", at: self.now))
    }
    #expect(answered.limitPassed(now: self.now) == false && answered.overdueAt == nil)
  }
}
