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
  /// Of the latest round.
  package var handledAt: Date?
  package var callbackDueAt: Date?
  package var closedAt: Date?
  /// The highest round heard of.
  package var round: Int
  /// Whether the latest closing callback was satisfied, and in which round it was.
  package var answer: Answer?
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
    package let round: Int
    package let isSatisfied: Bool
    package let answeredAt: Date

    package init(round: Int, isSatisfied: Bool, answeredAt: Date) {
      self.round = round
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
    self.missedLimits = [:]
  }

  package func isOpen(at instant: Date) -> Bool {
    guard let registration, registration.receivedAt < instant else { return false }
    return self.closedAt.map { $0 >= instant } ?? true
  }

  /// An open case that has missed a limit.
  package func isOverdue(at instant: Date) -> Bool {
    self.isOpen(at: instant) && self.missedLimits.values.contains { $0.missedAt < instant }
  }
}
