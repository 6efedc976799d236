import DispatchDomain
import Foundation
import Messages

struct CasePage: Codable {
  let cases: [CaseView]
  /// What to give as `after` for the next page; absent on the last.
  let next: ComplaintNumber?
}

/// A case as it is shown.
struct CaseView: Codable {
  struct Named: Codable {
    let word: String
    let chinese: String
    let english: String

    init(_ word: String, _ name: TermName) {
      self.word = word
      self.chinese = name.chinese
      self.english = name.english
    }
  }

  let number: ComplaintNumber
  let state: String
  let stateName: Named
  /// The stage that the customer is told of.
  let stage: Named
  let unit: ResponsibleUnit?
  let contributors: [ResponsibleUnit]
  let category: Messages.Category
  let grade: Grade
  let buildingPart: BuildingPart
  let address: UnitAddress
  let trade: Trade?
  let round: Int
  let returns: Int
  let receivedAt: Date
  let verifiedAt: Date?
  let assignedAt: Date?
  let repliedAt: Date?
  let surveyedAt: Date?
  let startedAt: Date?
  let handledAt: Date?
  let evaluatedAt: Date?
  let closedAt: Date?
  let outcome: CloseOutcome?
  /// The next limit that runs out, or the first that has.
  let nextDueAt: Date?
  /// When something was last recorded, and until when somebody has to look again.
  let lookedAt: Date?
  let followUpDueAt: Date?
  let stages: [PlannedStage]
  let skipped: [SkippedStage]
  let suspension: Suspension?
  /// Why it is kept beyond its time, and when what it said of people was taken away.
  let hold: Hold?
  let anonymisedAt: Date?
  /// Counts the changes of the case; the ETag.
  let revision: Int64
  /// What people did, oldest first; only where one case is asked for.
  let notes: [CaseNote]?

  init(_ state: Case, notes: [CaseNote]?) {
    self.number = state.number
    self.state = state.state.rawValue
    self.stateName = Named(state.state.rawValue, state.state.name)
    self.stage = Named(state.state.stage.rawValue, state.state.stage.name)
    self.unit = state.unit
    self.contributors = state.course.contributors
    self.category = state.category
    self.grade = state.grade
    self.buildingPart = state.buildingPart
    self.address = state.address
    self.trade = state.trade
    self.round = state.round
    self.returns = state.returns
    self.receivedAt = state.receivedAt
    self.verifiedAt = state.verifiedAt
    self.assignedAt = state.assignedAt
    self.repliedAt = state.repliedAt
    self.surveyedAt = state.surveyedAt
    self.startedAt = state.startedAt
    self.handledAt = state.handledAt
    self.evaluatedAt = state.evaluatedAt
    self.closedAt = state.closedAt
    self.outcome = state.outcome
    self.nextDueAt = state.nextDueAt
    self.lookedAt = state.course.lookedAt
    self.followUpDueAt = state.followUpDueAt
    self.stages = state.course.stages
    self.skipped = state.course.skipped
    self.suspension = state.course.suspension
    self.hold = state.course.hold
    self.anonymisedAt = state.course.anonymisedAt
    self.revision = state.course.revision
    self.notes = notes
  }
}
