import CallbackDomain
import Foundation
import Messages

/// The callbacks of one complaint, by the rules of today. A class, because the macros of Testing change no value.
final class CallbacksUnderTest {
  private(set) var value = ComplaintCallbacks(complaint: Example.complaint)
  private let rules: CallbackRules

  init() throws {
    self.rules = try Example.rules()
  }

  func schedule(_ message: CaseHandled) -> CallbackScheduled? {
    self.handle(message) as? CallbackScheduled
  }

  /// The callback that is scheduled, or the refusal that stands.
  func handle(_ message: CaseHandled) -> (any Message)? {
    self.value.schedule(after: message, rules: self.rules, now: message.handledAt)
  }

  func schedule(_ message: CaseClosed) -> CallbackScheduled? {
    self.value.schedule(after: message, rules: self.rules, now: message.closedAt)
  }

  func fallDue(_ number: CallbackNumber) -> CallbackDue? {
    self.value.fallDue(number)
  }

  func cancel(upTo round: Int) -> [CallbackNumber] {
    self.value.cancel(upTo: round)
  }

  func attempt(_ number: CallbackNumber, at now: Date) throws -> CallbackUnreachable? {
    try self.value.attempt(number, now: now, isSameDay: self.rules.isSameDay)
  }

  func refuse(_ number: CallbackNumber, by person: String) throws -> CallbackRefused? {
    try self.value.refuse(number, Refusal(by: person, refusedAt: Example.now))
  }

  func answer(_ number: CallbackNumber, _ answer: Answer) throws -> CallbackAnswered? {
    try self.value.answer(number, answer)
  }
}
