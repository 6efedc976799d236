package import Foundation
import Messages

/// What somebody did to a case, in his own words.
package struct CaseNote: Sendable, Equatable, Codable {
  package enum Action: String, Sendable, Codable, CaseIterable {
    case verification, assignment, handback, filing, report, reply, start, stage, appointment, dispute, decision
    case suspension, resumption, handled, evaluation, withdrawal, reopening, letter, objection, handover
    case note, hold, release
  }

  package let notedAt: Date
  package let action: Action
  package let person: String
  package let text: String?

  package init(notedAt: Date, action: Action, person: String, text: String?) {
    self.notedAt = notedAt
    self.action = action
    self.person = person
    self.text = text
  }

  /// The same person says the same again: a request that was repeated, whenever that was.
  package func repeats(_ standing: CaseNote) -> Bool {
    self.action == standing.action && self.person == standing.person && self.text == standing.text
  }
}

extension CaseAction {
  /// What is written down of it.
  package func note(at now: Date) -> CaseNote {
    let (action, text): (CaseNote.Action, String?) =
      switch self.deed {
      case .verify(let findings): (.verification, findings)
      case .assign(let unit, let contributors):
        (.assignment, ([unit] + contributors).map(\.name.chinese).joined(separator: "、"))
      case .giveBack(let cause, let opinion): (.handback, "\(cause.rawValue): \(opinion)")
      case .file(let reason): (.filing, reason)
      case .report(let step, let text): (.report, "\(step.rawValue): \(text)")
      case .reply(let plan): (.reply, plan.text)
      case .start(let reason): (.start, reason)
      case .finishStage(let stage): (.stage, "\(stage)")
      case .appoint(let step, let time): (.appointment, "\(step.rawValue): \(time.map(RFC3339.string) ?? "–")")
      case .dispute(let opinions): (.dispute, opinions)
      case .decide(let ruling, let reason): (.decision, "\(ruling.word): \(reason)")
      case .suspend(let cause, let reason, _): (.suspension, "\(cause.rawValue): \(reason)")
      case .resume(let reason): (.resumption, reason)
      case .handle(let result, _, _): (.handled, result)
      case .evaluate(let evaluation): (.evaluation, evaluation.words)
      case .withdraw(let statement): (.withdrawal, statement)
      case .reopen(let reason): (.reopening, reason)
      case .notify(let letter): (.letter, letter)
      case .object(let statement): (.objection, statement)
      case .note(let text): (.note, text)
      case .hold(let reason): (.hold, reason)
      case .release(let reason): (.release, reason)
      }
    return CaseNote(notedAt: now, action: action, person: self.by, text: text)
  }

  /// What is written down beside it: the evaluation that came with the report of finished work.
  package func secondNote(at now: Date) -> CaseNote? {
    guard case .handle(_, _, let evaluation?) = self.deed else { return nil }
    return CaseNote(notedAt: now, action: .evaluation, person: self.by, text: evaluation.words)
  }
}

extension CustomerEvaluation {
  fileprivate var words: String {
    (self.isAccepted ? "accepted" : "not-accepted") + (self.opinion.map { ": \($0)" } ?? "")
  }
}

extension Ruling {
  fileprivate var word: String {
    switch self {
    case .assign(let unit): "assign \(unit.rawValue)"
    case .work: "work"
    case .file: "file"
    case .close: "close"
    }
  }
}
