import DispatchDomain
import Foundation
import Messages
import WorkCalendar

/// A verdict as it is shown, with its explanation in both languages.
struct WarrantyView: Codable {
  struct Clock: Codable {
    let clause: String
    let rule: String
    let basis: WarrantyBasis
    /// Where it is written.
    let source: String
    let startsWith: WarrantyStart
    let startedOn: CalendarDay
    /// The last day that is covered.
    let lastDay: CalendarDay
    /// Counted from the day of the report; negative after the last day.
    let daysLeft: Int
    /// To the end of the builder's warranty.
    let isExtended: Bool

    init(_ clock: WarrantyClock) {
      self.clause = clock.clause
      self.rule = clock.rule
      self.basis = clock.basis
      self.source = clock.source.chinese
      self.startsWith = clock.start
      self.startedOn = clock.startedOn
      self.lastDay = clock.lastDay
      self.daysLeft = clock.daysLeft
      self.isExtended = clock.isExtended
    }
  }

  struct Explanation: Codable {
    let chinese: String
    let english: String
  }

  let number: ComplaintNumber
  /// The version of the clauses.
  let table: String
  let buildingPart: BuildingPart
  let subpart: BuildingSubpart?
  let reportedOn: CalendarDay
  let builder: Clock?
  let owner: Clock?
  /// Why the dates say nothing.
  let obstacles: [WarrantyObstacle]
  /// Who answers as far as the dates go.
  let proposed: Judgement?
  /// Who answers as a person has judged it.
  let current: JudgementRecord?
  let explanation: Explanation

  init(_ number: ComplaintNumber, _ verdict: WarrantyVerdict, _ current: JudgementRecord?) {
    self.number = number
    self.table = verdict.table
    self.buildingPart = verdict.part
    self.subpart = verdict.subpart
    self.reportedOn = verdict.reportedOn
    self.builder = verdict.builder.map { Clock($0) }
    self.owner = verdict.owner.map { Clock($0) }
    self.obstacles = verdict.obstacles
    self.proposed = verdict.judgement
    self.current = current
    let explanation = verdict.explanation
    self.explanation = Explanation(chinese: explanation.chinese, english: explanation.english)
  }
}

/// All judgements of a case, and what the builder was told.
struct JudgementsView: Codable {
  let number: ComplaintNumber
  /// Oldest first; the last one stands.
  let judgements: [JudgementRecord]
  let builderNotice: BuilderNotice?

  init(_ state: Case, _ judgements: CaseJudgements) {
    self.number = state.number
    self.judgements = judgements.records
    self.builderNotice = judgements.notice?.due(by: state.timer(.builderArrival))
  }
}
