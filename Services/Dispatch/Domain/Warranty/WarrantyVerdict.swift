package import Messages
package import WorkCalendar

/// One side's warranty: the clause that reaches furthest, and how far.
package struct WarrantyClock: Sendable, Hashable {
  package let clause: String
  package let rule: String
  package let basis: WarrantyBasis
  package let source: TermName
  package let length: WarrantyLength
  /// What the period runs from, and when that was.
  package let start: WarrantyStart
  package let startedOn: CalendarDay
  /// The last day on which a defect that is reported is in warranty.
  package let lastDay: CalendarDay
  /// From the day of the report to the last day; 0 on the last day, negative after it.
  package let daysLeft: Int
  /// Reaches beyond its own clause, because the builder's warranty does.
  package let isExtended: Bool

  init(clause: WarrantyClause, start: CalendarDay, lastDay: CalendarDay, reportedOn: CalendarDay) {
    self.init(
      clause: clause.id, rule: clause.rule, basis: clause.basis, source: clause.source, length: clause.length,
      start: clause.start, startedOn: start, lastDay: lastDay, reportedOn: reportedOn, isExtended: false)
  }

  private init(
    clause: String, rule: String, basis: WarrantyBasis, source: TermName, length: WarrantyLength, start: WarrantyStart,
    startedOn: CalendarDay, lastDay: CalendarDay, reportedOn: CalendarDay, isExtended: Bool
  ) {
    self.clause = clause
    self.rule = rule
    self.basis = basis
    self.source = source
    self.length = length
    self.start = start
    self.startedOn = startedOn
    self.lastDay = lastDay
    self.daysLeft = lastDay.daysSinceEpoch - reportedOn.daysSinceEpoch
    self.isExtended = isExtended
  }

  func extended(to lastDay: CalendarDay, reportedOn: CalendarDay) -> WarrantyClock {
    WarrantyClock(
      clause: self.clause, rule: "R-097", basis: self.basis, source: self.source, length: self.length,
      start: self.start, startedOn: self.startedOn, lastDay: lastDay, reportedOn: reportedOn, isExtended: true)
  }

  package var covers: Bool { self.daysLeft >= 0 }
}

/// What clauses and dates say of a defect. Who answers in the end is a person's judgement; the verdict is apart from it
/// and never changes.
package struct WarrantyVerdict: Sendable, Hashable {
  /// The version of the clauses, as `national/1`.
  package let table: String
  package let part: BuildingPart
  package let subpart: BuildingSubpart?
  /// The day that counts: a defect reported in warranty is in warranty.
  package let reportedOn: CalendarDay
  /// The builder's warranty towards the developer.
  package let builder: WarrantyClock?
  /// The developer's warranty towards the owner.
  package let owner: WarrantyClock?
  /// Why nothing can be said; empty where something can.
  package let obstacles: [WarrantyObstacle]

  /// Who answers as far as the dates go: the builder within his warranty, the developer between the two clocks
  /// nobody after both. Nil when it cannot be judged.
  package var judgement: Judgement? {
    guard self.obstacles.isEmpty else { return nil }
    if self.builder?.covers == true { return .builder }
    if self.owner?.covers == true { return .developerGap }
    return .explainOnly
  }
}
