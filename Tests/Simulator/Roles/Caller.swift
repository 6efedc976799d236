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
  func closingAnswer(to message: CallbackScheduled) -> Deed {
    let subject = message.complaint.text
    let isSatisfied = message.round > 1 || !self.chance.happens(0.1, subject, "dissatisfied")
    return self.answer(
      .closingCallback, message.callback, about: subject, isSatisfied: isSatisfied,
      dueAt: self.pace.after(
        message.scheduledAt, days: self.chance.between(0.4, 1.6, message.callback.text, "call")))
  }

  /// A week after closing; what the customer says then changes nothing of the case.
  func milestoneAnswer(to message: CallbackDue, at time: Date) -> Deed {
    let subject = message.complaint.text
    return self.answer(
      .milestoneCallback, message.callback, about: subject,
      isSatisfied: !self.chance.happens(0.05, subject, "dissatisfied later"),
      dueAt: self.pace.after(time, days: self.chance.between(0.2, 3, subject, "milestone call")))
  }

  private func answer(
    _ kind: Deed.Kind, _ callback: CallbackNumber, about subject: String, isSatisfied: Bool, dueAt: Date
  ) -> Deed {
    func score(_ question: String) -> FormRequest.Field {
      .number(self.chance.number(isSatisfied ? 4...5 : 1...3, callback.text, question))
    }
    var fields: [String: FormRequest.Field] = [
      "quality": score("quality"), "speed": score("speed"), "staff": score("staff"),
      "by": .text(self.chance.pick(Self.callers, subject, "caller")),
    ]
    if !isSatisfied { fields["remark"] = .text(self.chance.pick(Self.complaints, callback.text, "remark")) }
    return Deed(
      kind: kind, subject: subject, dueAt: dueAt,
      means: .request(.post(.callback, "/callbacks/\(callback)/answer", fields)))
  }
}
