package import Messages
package import WorkCalendar

/// One version of the warranty clauses, as data: a changed clause is a new version, and a judgement keeps the verdict of
/// the version that it was made with.
package struct WarrantyTable: Sendable {
  package let name: String
  package let version: Int
  package let heatingSeason: WarrantySeason
  package let coolingSeason: WarrantySeason
  /// Things of which the clauses for the part as a whole do not speak.
  package let standsAlone: Set<BuildingSubpart>
  package let clauses: [WarrantyClause]

  /// The table that comes with redress: national law and the company's warranty deed.
  /// - Throws: every fault of the file, should it have one.
  package static func national() throws(Rejected) -> WarrantyTable {
    try WarrantyTable(json: PackageResources.national_1_json)
  }

  /// The version as `national/1`.
  package var reference: String { "\(self.name)/\(self.version)" }

  /// Looks which periods apply and what they say of a defect that was reported on this day.
  ///
  /// - Throws: `invalid` when the subpart belongs to another part.
  package func verdict(
    on part: BuildingPart, _ subpart: BuildingSubpart? = nil, reportedOn: CalendarDay, facts: WarrantyFacts
  ) throws(Rejected) -> WarrantyVerdict {
    if let subpart, subpart.part != part {
      throw Rejected("subpart", .invalid, "\(subpart.name.english) does not belong to \(part.name.english).")
    }
    let clauses = self.clauses(for: part, subpart, facts)
    var obstacles: [WarrantyObstacle] = []
    if clauses.isEmpty { obstacles.append(.noPeriod) }
    for (start, obstacle) in [
      (WarrantyStart.completion, WarrantyObstacle.completionDateMissing), (.delivery, .deliveryDateMissing),
    ] where facts.day(of: start) == nil && clauses.contains(where: { $0.start == start }) {
      obstacles.append(obstacle)
    }
    if let completed = facts.completedOn, let delivered = facts.deliveredOn, delivered < completed {
      obstacles.append(.datesContradict)
    }
    let builder = self.clock(of: .builder, clauses, reportedOn, facts)
    let owner = self.clock(of: .developer, clauses, reportedOn, facts)
    return WarrantyVerdict(
      table: self.reference, part: part, subpart: subpart, reportedOn: reportedOn, builder: builder,
      owner: Self.extended(owner, by: builder, reportedOn), obstacles: obstacles)
  }

  /// What law, promise and contract say of the part; which of them are in force depends on the day they start from.
  private func clauses(for part: BuildingPart, _ subpart: BuildingSubpart?, _ facts: WarrantyFacts) -> [WarrantyClause]
  {
    let all = self.clauses + facts.agreed.map(\.clause)
    return all.filter { clause in
      guard clause.part == part else { return false }
      if let named = clause.subpart, named != subpart { return false }
      if clause.subpart == nil, let subpart, self.standsAlone.contains(subpart) { return false }
      return facts.day(of: clause.start).map(clause.isValid) ?? true
    }
  }

  /// The clock with the latest end.
  private func clock(
    of debtor: WarrantyDebtor, _ clauses: [WarrantyClause], _ reportedOn: CalendarDay, _ facts: WarrantyFacts
  ) -> WarrantyClock? {
    let clocks = clauses.filter { $0.owes == debtor }.compactMap { clause -> WarrantyClock? in
      guard let start = facts.day(of: clause.start) else { return nil }
      return WarrantyClock(
        clause: clause, start: start, lastDay: self.end(clause.length, after: start, facts), reportedOn: reportedOn)
    }
    // Of two that end on one day the first in the table speaks, which is the law.
    return clocks.reduce(nil) { best, clock in
      guard let best else { return clock }
      return clock.lastDay > best.lastDay ? clock : best
    }
  }

  private func end(_ length: WarrantyLength, after start: CalendarDay, _ facts: WarrantyFacts) -> CalendarDay {
    switch length {
    case .months(let months): start.adding(months: months)
    case .heatingSeasons(let count): self.heatingSeason.end(ofSeasons: count, after: start)
    case .coolingSeasons(let count): self.coolingSeason.end(ofSeasons: count, after: start)
    case .designLife(let years): start.adding(months: 12 * (facts.designLifeYears ?? years))
    }
  }

  /// The owner's warranty is never shorter than what is left of the builder's.
  private static func extended(
    _ owner: WarrantyClock?, by builder: WarrantyClock?, _ reportedOn: CalendarDay
  ) -> WarrantyClock? {
    guard let owner, let builder, owner.lastDay < builder.lastDay else { return owner }
    return owner.extended(to: builder.lastDay, reportedOn: reportedOn)
  }
}
