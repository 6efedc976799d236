import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Policy
import Testing
import WorkCalendar

@testable import DispatchService

/// What came of an attempt to send a letter is noted for that attempt alone.
@Suite struct MailSettlingTests {
  private let handler: CorrespondenceHandler
  private let sending: Letter
  private let now = Date(timeIntervalSince1970: 1_672_708_320)

  init() throws {
    self.handler = CorrespondenceHandler(
      replyLimit: try Limit(2, .workingDays), calendar: .mainlandChina, timerPayload: [])
    var letter = Letter.draft(
      try #require(FormNumber("SM03-11-CLX-2023-0001")), about: try #require(ComplaintNumber("CLX-2023-000001")),
      kind: .reply, isLegal: false,
      content: Letter.Content(subject: "关于漏水", body: "已安排维修。", replyBy: nil, contact: "客户服务部"), by: "li.na",
      now: self.now)
    _ = try letter.approve(by: "zhao.min", now: self.now)
    _ = try letter.send(.email, proof: "<1@redress>", by: "li.na", now: self.now)
    self.sending = letter
  }

  /// - Parameter claim: the attempt that somebody makes just now.
  private func settle(
    _ attempt: MailAttempt, claim: Int?
  ) throws -> (letter: Letter, mail: MailChange?) {
    var book = CorrespondenceBook(letters: [self.sending], mails: [(self.sending.number, claim)])
    var effects = Effects()
    let letter = try self.handler.handle(
      .change(self.sending.number, .settle(attempt), by: "dispatch"), isKnown: { _ in true }, state: &book,
      now: self.now, effects: &effects)
    return (letter, book.mails[self.sending.number])
  }

  private func attempt(
    _ count: Int, _ failure: LetterPortFailure?, of dispatch: Letter.Dispatch? = nil
  ) -> MailAttempt {
    MailAttempt(
      dispatch: dispatch ?? self.sending.dispatch, count: count, failure: failure, mayComeTwice: false, again: nil)
  }

  private static let refused = LetterPortFailure(.refused, "The mail relay refuses the letter (550).")

  @Test("R-339: a failure that is noted after its claim ran out leaves the letter to whoever tries it now")
  func lateFailure() throws {
    let late = try self.settle(self.attempt(1, Self.refused), claim: 2)
    #expect(late.letter == self.sending && late.mail == nil)
    let inTime = try self.settle(self.attempt(2, Self.refused), claim: 2)
    #expect(inTime.letter.state == .approved)
    #expect(inTime.mail.map { if case .done = $0 { true } else { false } } == true)
  }

  @Test("R-339: a mail that was taken stays taken, also when that is noted late; then it may come twice")
  func lateSuccess() throws {
    let late = try self.settle(self.attempt(1, nil), claim: 2).letter
    #expect(late.state == .dispatched && late.mailing?.mayComeTwice == true)
    let inTime = try self.settle(self.attempt(2, nil), claim: 2).letter
    #expect(inTime.state == .dispatched && inTime.mailing?.mayComeTwice == false)
  }

  @Test("R-339: what came of an earlier decision says nothing of a later one")
  func otherDecision() throws {
    let other = Letter.Dispatch(
      method: .email, proof: "<2@redress>", mark: Letter.Mark(by: "li.na", at: self.now))
    for failure in [nil, Self.refused] {
      let settled = try self.settle(self.attempt(1, failure, of: other), claim: 1)
      #expect(settled.letter == self.sending && settled.mail == nil)
    }
  }
}
