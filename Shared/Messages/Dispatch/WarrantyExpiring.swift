package import FoundationEssentials
package import WorkCalendar

/// An owner's warranty on something ends soon, and he is to be told: once for each home and last day. Whose home it is,
/// intake knows, and the property company.
package struct WarrantyExpiring: Message {
  /// A part of the home, or what of it has a period of its own.
  package struct Item: Codable, Sendable, Equatable {
    package let buildingPart: BuildingPart
    package let subpart: BuildingSubpart?

    package init(buildingPart: BuildingPart, subpart: BuildingSubpart? = nil) {
      self.buildingPart = buildingPart
      self.subpart = subpart
    }
  }

  package static let type = "warranty.expiring.v1"
  package var subject: String { self.unit.subject }

  package let unit: HomeAddress
  package let items: [Item]
  /// The last day that is covered.
  package let lastDay: CalendarDay
  package let remindedAt: Date

  package init(unit: HomeAddress, items: [Item], lastDay: CalendarDay, remindedAt: Date) {
    self.unit = unit
    self.items = items
    self.lastDay = lastDay
    self.remindedAt = remindedAt
  }

  package static let samples = [
    WarrantyExpiring(
      unit: Sample.unit.home, items: [Item(buildingPart: .waterproofing, subpart: .wetRoom)],
      lastDay: Sample.withdrawalDay, remindedAt: Sample.time),
    WarrantyExpiring(
      unit: Sample.unit.home, items: [Item(buildingPart: .heating)], lastDay: Sample.withdrawalDay,
      remindedAt: Sample.time),
  ]
}
