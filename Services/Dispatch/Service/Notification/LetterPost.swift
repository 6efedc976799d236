import DispatchDomain
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// Sends the letters that are to go by e-mail, one after another: each is claimed by one post alone, sent, and noted,
/// in three steps of which each is committed before the next. A decision gives one mail, unless the mail server's answer is
/// lost, or the process between its answer and the note of it: then the mail is sent again, with the same Message-ID, and
/// the letter says that it may come twice.
struct LetterPost: Sendable {
  /// With pauses that grow to an hour, some six hours.
  private static let mostAttempts = 12
  /// An attempt takes a minute at most.
  private static let claimSeconds: Int64 = 300

  let service: RunningService<DispatchHandler>
  let port: any LetterPort
  /// Before the second attempt; each further pause is twice as long, up to an hour.
  let firstDelay: Duration

  func run() async {
    while !Task.isCancelled {
      // In a task of its own: what was begun is finished and noted also when the service stops meanwhile.
      guard await Task(operation: { await self.sendNext() }).value else {
        try? await Task.sleep(for: .seconds(1))
        continue
      }
    }
  }

  /// - Returns: whether there was one.
  private func sendNext() async -> Bool {
    do {
      let claimed = try await self.service.pool.execute(ClaimMail(seconds: Self.claimSeconds)).first
      guard let claimed else { return false }
      let letter = try await self.service.pool.execute(FindLetter(number: claimed.number)).first
      guard let letter, letter.state == .sending else {
        _ = try await self.service.pool.execute(DropMail(number: claimed.number, attempts: claimed.attempts))
        return true
      }
      await self.note(await self.send(letter, claimed), of: claimed.number)
      return true
    } catch {
      self.service.logger.warning("Letters are left for later.", metadata: ["reason": "\(error)"])
      return false
    }
  }

  private func send(_ letter: Letter, _ claimed: QueuedMail) async -> MailAttempt {
    do throws(LetterPortFailure) {
      try await self.port.send(OutgoingMail(letter, to: claimed.address), at: self.service.clock.now)
      return MailAttempt(
        dispatch: letter.dispatch, count: claimed.attempts, failure: nil, mayComeTwice: claimed.mayComeTwice, again: nil
      )
    } catch {
      self.service.logger.warning(
        "A letter was not sent.",
        metadata: ["letter": "\(claimed.number)", "reason": "\(error.reason)", "attempt": "\(claimed.attempts)"])
      let isOver = error.kind == .refused || claimed.attempts >= Self.mostAttempts
      let delay = min(self.firstDelay * (1 << min(claimed.attempts - 1, 20)), .seconds(3600))
      return MailAttempt(
        dispatch: letter.dispatch, count: claimed.attempts, failure: error,
        mayComeTwice: claimed.mayComeTwice || error.kind == .unanswered, again: isOver ? nil : delay)
    }
  }

  /// What was sent must be noted: while the database is away, for as long as the claim holds.
  private func note(_ attempt: MailAttempt, of number: FormNumber) async {
    let action = DispatchAction.onLetter(.change(number, .settle(attempt), by: Service.dispatch.rawValue))
    for _ in 0..<(Self.claimSeconds / 2) {
      do {
        _ = try await self.service.work.perform(action)
        return
      } catch {
        self.service.logger.warning(
          "What became of a letter is not noted yet.", metadata: ["letter": "\(number)", "reason": "\(error)"])
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }
}
