package import Messages
package import WorkCalendar

/// One sentence of law, contract or promise: who owes a warranty for what, from when, and how long.
package struct WarrantyClause: Sendable, Hashable {
  package let id: String
  package let part: BuildingPart
  /// Nil for the part as a whole.
  package let subpart: BuildingSubpart?
  package let owes: WarrantyDebtor
  package let start: WarrantyStart
  package let length: WarrantyLength
  package let basis: WarrantyBasis
  /// The rule of the handbook, as `R-094`.
  package let rule: String
  /// Where it is written.
  package let source: TermName
  /// The clause speaks of warranties that start within these days, both included.
  package let validFrom: CalendarDay?
  package let validTo: CalendarDay?

  func isValid(on start: CalendarDay) -> Bool {
    (self.validFrom ?? .first) <= start && start <= (self.validTo ?? .last)
  }
}

extension LongerPeriod {
  /// A period that contract or promise gives the owner beyond the law (R-094: longer, never shorter).
  var clause: WarrantyClause {
    WarrantyClause(
      id: self.basis.rawValue, part: self.buildingPart, subpart: self.subpart, owes: .developer, start: .delivery,
      length: .months(self.months), basis: WarrantyBasis(self.basis.rawValue), rule: "R-101", source: self.basis.name,
      validFrom: nil, validTo: nil)
  }
}

/// What is known of a unit, as far as its warranty depends on it.
package struct WarrantyFacts: Sendable, Hashable {
  /// The day on which completion acceptance was passed.
  package let completedOn: CalendarDay?
  /// The day on which the unit was handed to its owner.
  package let deliveredOn: CalendarDay?
  /// From the design documents.
  package let designLifeYears: Int?
  package let agreed: [LongerPeriod]

  package init(
    completedOn: CalendarDay?, deliveredOn: CalendarDay?, designLifeYears: Int? = nil, agreed: [LongerPeriod] = []
  ) {
    self.completedOn = completedOn
    self.deliveredOn = deliveredOn
    self.designLifeYears = designLifeYears
    self.agreed = agreed
  }

  func day(of start: WarrantyStart) -> CalendarDay? {
    start == .completion ? self.completedOn : self.deliveredOn
  }
}
