import DispatchDomain
import Foundation
import Messages
import Policy
import WorkCalendar

/// The limits of a case: those that run, those that stand still, and those of the past.
struct DeadlinesView: Codable {
  let number: ComplaintNumber
  let deadlines: [DeadlineView]
}

struct DeadlineView: Codable {
  let name: CaseDeadline
  let chinese: String
  let english: String
  /// As `R-054`.
  let rule: String
  let policy: PolicyReference
  /// `running`, `paused`, `met` or `dropped`.
  let state: String
  let startedAt: Date
  /// Of a limit that stands still: when it would have run out.
  let dueAt: Date
  let appointment: Date?
  let endedAt: Date?
  let isMissed: Bool
  /// How far it was reminded and escalated.
  let told: String

  init(_ timer: CaseTimer) {
    self.name = timer.name
    self.chinese = timer.name.name.chinese
    self.english = timer.name.name.english
    self.rule = timer.limit.rule.description
    self.policy = timer.limit.policy
    self.state = timer.endedAt != nil ? (timer.isMet ? "met" : "dropped") : timer.isPaused ? "paused" : "running"
    self.startedAt = timer.limit.startedAt
    self.dueAt = timer.dueAt
    self.appointment = timer.limit.appointment
    self.endedAt = timer.endedAt
    self.isMissed = timer.isMissed
    self.told = timer.told.rawValue
  }
}

/// How the date of a limit came about, step by step.
struct DeadlineExplanation: Codable {
  struct Summary: Codable {
    let chinese: String
    let english: String
  }

  let number: ComplaintNumber
  let deadline: DeadlineView
  /// In one sentence.
  let summary: Summary
  let explanation: CaseTimer.Explanation

  init(_ number: ComplaintNumber, _ timer: CaseTimer, calendar: WorkCalendar) {
    self.number = number
    self.deadline = DeadlineView(timer)
    self.summary = Summary(
      chinese: timer.limit.summary(in: .chinese, calendar), english: timer.limit.summary(in: .english, calendar))
    self.explanation = timer.explanation(calendar)
  }
}

/// The list that both sides sign when a project department leaves the site.
struct HandoverList: Codable {
  struct Line: Codable {
    let number: ComplaintNumber
    let state: String
    let stateChinese: String
    let receivedAt: Date
    let buildingPart: BuildingPart
    let handedOverAt: Date?
    let handedOverFrom: ResponsibleUnit?

    init(_ state: Case) {
      self.number = state.number
      self.state = state.state.rawValue
      self.stateChinese = state.state.name.chinese
      self.receivedAt = state.receivedAt
      self.buildingPart = state.buildingPart
      self.handedOverAt = state.course.handedOverAt
      self.handedOverFrom = state.course.handedOverFrom
    }
  }

  let project: ProjectCode
  let cases: [Line]
  /// What to give as `after` for the next page; absent on the last.
  let next: ComplaintNumber?
}

/// What a limit is called in a path.
struct DeadlineName: Identifier {
  static let pattern = "^[a-z]{2,30}(-[a-z0-9]{1,30}){0,3}$"
  static let example = "reply"

  let text: String

  init?(_ text: String) {
    guard text.wholeMatch(of: /[a-z]{2,30}(-[a-z0-9]{1,30}){0,3}/) != nil else { return nil }
    self.text = text
  }
}
