package import Foundation
package import Messages

/// What reporting knows of one complaint, put together from everybody's events.
///
/// Events of different services may arrive in any order and more than once; `apply` comes to the same record whatever the
/// order, so that a report counts each case once a change.
package struct CaseRecord: Sendable, Equatable {
  package let number: ComplaintNumber
  package var registration: Registration?
  package var unit: ResponsibleUnit?
  package var contractor: ContractorCode?
  package var contractorName: String?
  package var assignedAt: Date?
  package var replyDueAt: Date?
  package var repliedAt: Date?
  package var surveyDueAt: Date?
  package var surveyedAt: Date?
  /// Of the first round, and of the latest.
  package var firstHandledAt: Date?
  package var handledAt: Date?
  package var callbackDueAt: Date?
  package var closedAt: Date?
  /// The highest round heard of.
  package var round: Int
  /// The closing callbacks by round. All of them: a report of an earlier week counts what was answered then.
  package var answers: [Int: Answer]
  /// The latest thing that happened, by its own time.
  package var progress: Progress?
  package var missedLimits: [CaseDeadline: MissedLimit]

  package struct Registration: Sendable, Equatable {
    package let receivedAt: Date
    package let category: Category
    package let grade: Grade
    package let buildingPart: BuildingPart

    package init(receivedAt: Date, category: Category, grade: Grade, buildingPart: BuildingPart) {
      self.receivedAt = receivedAt
      self.category = category
      self.grade = grade
      self.buildingPart = buildingPart
    }
  }

  package struct Answer: Sendable, Equatable {
    package let isSatisfied: Bool
    package let answeredAt: Date

    package init(isSatisfied: Bool, answeredAt: Date) {
      self.isSatisfied = isSatisfied
      self.answeredAt = answeredAt
    }
  }

  package struct Progress: Sendable, Equatable {
    package let step: Step
    package let at: Date

    package init(step: Step, at: Date) {
      self.step = step
      self.at = at
    }
  }

  package struct MissedLimit: Sendable, Equatable {
    package let rule: String
    package let unit: ResponsibleUnit?
    package let dueAt: Date
    package let missedAt: Date

    package init(rule: String, unit: ResponsibleUnit?, dueAt: Date, missedAt: Date) {
      self.rule = rule
      self.unit = unit
      self.dueAt = dueAt
      self.missedAt = missedAt
    }
  }

  package init(number: ComplaintNumber) {
    self.number = number
    self.round = 1
    self.answers = [:]
    self.missedLimits = [:]
  }

  package func isOpen(at instant: Date) -> Bool {
    guard let registration, registration.receivedAt < instant else { return false }
    return self.closedAt.map { $0 >= instant } ?? true
  }

  /// An open case with a limit that had passed by then and whose step had not been taken.
  package func isOverdue(at instant: Date) -> Bool {
    self.isOpen(at: instant) && !self.unmetLimits(at: instant).isEmpty
  }

  /// The limits that had passed by then and whose step had not been taken.
  package func unmetLimits(at instant: Date) -> [MissedLimit] {
    self.missedLimits.compactMap { deadline, limit in
      let isMet = self.instant(ofStepFor: deadline, limit).map { $0 < instant } ?? false
      return limit.missedAt < instant && !isMet ? limit : nil
    }
  }

  /// When the step was taken that a limit waits for; handled work needs no reply or survey any more.
  private func instant(ofStepFor deadline: CaseDeadline, _ limit: MissedLimit) -> Date? {
    switch deadline {
    case .assignment: self.assignedAt
    case .reply: [self.repliedAt, self.firstHandledAt].compactMap(\.self).min()
    case .survey: [self.surveyedAt, self.firstHandledAt].compactMap(\.self).min()
    // The other limits wait for the next step of the case, whatever it is.
    default: self.progress.flatMap { $0.at >= limit.missedAt ? $0.at : nil }
    }
  }

  /// Of the latest round that was asked about.
  package var latestAnswer: Answer? {
    self.answers.max { $0.key < $1.key }?.value
  }
}
