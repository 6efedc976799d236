import Foundation
import Messages

/// Customer service's callers, and what customers tell them.
struct Caller: Sendable {
  /// Nobody who handles cases: R-168 forbids him to ask about his own.
  private static let callers = ["zhou.min", "wu.fang"]
  private static let complaints = ["维修后问题还在。", "等了很久，过程中没有人说明进度。", "维修人员态度不好。"]

  let chance: Chance
  let pace: Pace

  /// One in ten customers is dissatisfied the first time, and nobody a second time.
  func closingAnswer(to message: CallbackScheduled, of known: KnownCase) -> Deed {
    let isSatisfied = message.round > 1 || !self.chance.happens(0.1, known.reference, "dissatisfied")
    let days = self.chance.between(0.4, 1.6, known.reference, "call \(message.round)")
    return self.answer(
      .closingCallback, message.callback, of: known, isSatisfied: isSatisfied,
      dueAt: self.pace.after(message.scheduledAt, days: days))
  }

  /// A week after closing; what the customer says then changes nothing of the case.
  func milestoneAnswer(to message: CallbackDue, of known: KnownCase, at time: Date) -> Deed {
    self.answer(
      .milestoneCallback, message.callback, of: known,
      isSatisfied: !self.chance.happens(0.05, known.reference, "dissatisfied later"),
      dueAt: self.pace.after(time, days: self.chance.between(0.2, 3, known.reference, "milestone call")))
  }

  private func answer(
    _ kind: Deed.Kind, _ callback: CallbackNumber, of known: KnownCase, isSatisfied: Bool, dueAt: Date
  ) -> Deed {
    let occasion = "\(kind.rawValue) \(callback.round)"
    func score(_ question: String) -> FormRequest.Field {
      .number(self.chance.number(isSatisfied ? 4...5 : 1...3, known.reference, "\(occasion) \(question)"))
    }
    var fields: [String: FormRequest.Field] = [
      "quality": score("quality"), "speed": score("speed"), "staff": score("staff"),
      "by": .text(self.chance.pick(Self.callers, known.reference, "caller")),
    ]
    if !isSatisfied { fields["remark"] = .text(self.chance.pick(Self.complaints, known.reference, occasion)) }
    return Deed(
      kind: kind, subject: known.number.text, dueAt: dueAt,
      means: .request(.post(.callback, "/callbacks/\(callback)/answer", fields)))
  }
}
