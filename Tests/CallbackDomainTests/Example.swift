import CallbackDomain
import Foundation
import Messages
import Policy
import WorkCalendar

/// The case that the tests of this module are about.
enum Example {
  static let complaint = ComplaintNumber(project: ProjectCode("CLX")!, year: 2023, serial: 1)
  /// Tuesday, 3 January 2023, 09:30 in Shanghai.
  static let now = time("2023-01-03T09:30:00+08:00")

  static func time(_ text: String) -> Date { RFC3339.date(from: text)! }

  static func rules() throws -> CallbackRules { try CallbackRules(policy: .cohl, calendar: .mainlandChina) }

  static func handled(round: Int = 1, at handledAt: Date = now, by handler: String? = "li.na") -> CaseHandled {
    CaseHandled(
      complaint: complaint, round: round, unit: .projectDepartment, handledAt: handledAt, handledBy: handler)
  }

  static func closed(
    round: Int = 1, at closedAt: Date = now, as outcome: CloseOutcome = .satisfied
  ) -> CaseClosed {
    CaseClosed(complaint: complaint, round: round, outcome: outcome, closedAt: closedAt)
  }

  static func answer(
    _ quality: Int, _ speed: Int, _ staff: Int, remark: String? = nil, by: String = "chen.jie",
    at answeredAt: Date = now
  ) -> Answer {
    Answer(
      scores: Scores(quality: quality, speed: speed, staff: staff)!, remark: remark, by: by, answeredAt: answeredAt)
  }

  static func number(_ kind: CallbackKind, _ round: Int = 1) -> CallbackNumber {
    CallbackNumber(complaint: complaint, kind: kind, round: round)
  }
}
