package import Foundation
package import Messages

/// The complaint status table (SM03-09): what is open, with whom, until when, and what comes next.
///
/// The form's column for the customer is left out: names stay in intake.
package struct StatusTable: Sendable, Encodable {
  package struct Line: Sendable, Encodable {
    package let number: ComplaintNumber
    package let receivedAt: Date
    package let project: ProjectCode
    package let category: Category
    package let unit: ResponsibleUnit?
    package let state: Step
    /// The next limit of the case that is still running or missed; nil where none is set.
    package let dueAt: Date?
    package let isOverdue: Bool
    package let daysOpen: Int
    package let progressAt: Date
    package let nextAction: String
    package let nextActionChinese: String
    package let round: Int
    /// Of the latest closing callback.
    package let isSatisfied: Bool?
  }

  package let asOf: Date
  package let lines: [Line]

  /// - Parameter records: those that are not registered yet or closed are passed over.
  package init(records: [CaseRecord], now: Date) {
    self.asOf = now
    self.lines = records.compactMap { Self.line($0, now: now) }.sorted { $0.number.text < $1.number.text }
  }

  private static func line(_ record: CaseRecord, now: Date) -> Line? {
    guard let registration = record.registration, let progress = record.progress, record.closedAt == nil else {
      return nil
    }
    return Line(
      number: record.number, receivedAt: registration.receivedAt, project: record.number.project,
      category: registration.category, unit: record.unit, state: progress.step, dueAt: Self.due(record, now: now),
      isOverdue: record.isOverdue(at: now),
      daysOpen: max(0, Int(now.timeIntervalSince(registration.receivedAt) / 86_400)), progressAt: progress.at,
      nextAction: progress.step.nextAction.english, nextActionChinese: progress.step.nextAction.chinese,
      round: record.round, isSatisfied: record.latestAnswer?.isSatisfied)
  }

  private static func due(_ record: CaseRecord, now: Date) -> Date? {
    let isHandled = record.handledAt != nil
    let open = [
      isHandled || record.repliedAt != nil ? nil : record.replyDueAt,
      isHandled || record.surveyedAt != nil ? nil : record.surveyDueAt,
      record.progress?.step == .callbackScheduled ? record.callbackDueAt : nil,
    ]
    return (open.compactMap(\.self) + record.unmetLimits(at: now).map(\.dueAt)).min()
  }
}
