package import Messages
package import WorkCalendar

/// The end of an owner's warranty on something, of which he is to be told a month before.
package struct WarrantyEnding: Sendable, Hashable {
  package let part: BuildingPart
  package let subpart: BuildingSubpart?
  /// The last day that is covered.
  package let lastDay: CalendarDay

  package init(part: BuildingPart, subpart: BuildingSubpart?, lastDay: CalendarDay) {
    self.part = part
    self.subpart = subpart
    self.lastDay = lastDay
  }
}

extension WarrantyTable {
  /// What of a home's warranties ends within the month after `day`: the parts, and the subparts whose period is another
  /// than their part's. In the order of the days, then as the table names them.
  package func endings(within month: Range<CalendarDay>, facts: WarrantyFacts) -> [WarrantyEnding] {
    let parts = BuildingPart.known.compactMap { self.ending(of: $0, nil, facts) }
    let lastDays = Dictionary(parts.map { ($0.part, $0.lastDay) }) { first, _ in first }
    let subparts = BuildingSubpart.known.compactMap { subpart -> WarrantyEnding? in
      guard let part = subpart.part, let ending = self.ending(of: part, subpart, facts) else { return nil }
      return ending.lastDay == lastDays[part] ? nil : ending
    }
    return (parts + subparts).filter { month.contains($0.lastDay) }.sorted { $0.lastDay < $1.lastDay }
  }

  private func ending(of part: BuildingPart, _ subpart: BuildingSubpart?, _ facts: WarrantyFacts) -> WarrantyEnding? {
    guard let delivered = facts.deliveredOn,
      let verdict = try? self.verdict(on: part, subpart, reportedOn: delivered, facts: facts), let owner = verdict.owner
    else { return nil }
    return WarrantyEnding(part: part, subpart: subpart, lastDay: owner.lastDay)
  }
}
