package import FoundationEssentials
package import WorkCalendar

/// A home as the property register has it now: a snapshot, of which the newest counts. Who lives there stays in intake
///
package struct UnitChanged: Message {
  package static let type = "unit.changed.v1"
  package var subject: String { self.unit.subject }

  package let unit: HomeAddress
  /// Completion acceptance of the building, where it has a day of its own; otherwise the project's counts.
  package let completedOn: CalendarDay?
  /// The home was handed over: the owner's clock.
  package let deliveredOn: CalendarDay?
  /// At most one a part.
  package let builders: [OriginalBuilder]
  package let periods: [LongerPeriod]
  package let changedAt: Date

  package init(
    unit: HomeAddress, completedOn: CalendarDay? = nil, deliveredOn: CalendarDay? = nil,
    builders: [OriginalBuilder] = [], periods: [LongerPeriod] = [], changedAt: Date
  ) {
    self.unit = unit
    self.completedOn = completedOn
    self.deliveredOn = deliveredOn
    self.builders = builders
    self.periods = periods
    self.changedAt = changedAt
  }

  package static let samples = [
    UnitChanged(
      unit: Sample.home, completedOn: Sample.completionDay, deliveredOn: Sample.deliveryDay,
      builders: [OriginalBuilder(buildingPart: .waterproofing, name: "中山防水工程公司")],
      periods: [
        LongerPeriod(buildingPart: .waterproofing, subpart: .wetRoom, months: 96, basis: .contract),
        LongerPeriod(buildingPart: .decoration, months: 36, basis: .promise),
      ],
      changedAt: Sample.time),
    UnitChanged(
      unit: Sample.home,
      builders: [OriginalBuilder(buildingPart: .waterproofing, name: "中山防水工程公司")],
      periods: [LongerPeriod(buildingPart: .decoration, months: 36, basis: .promise)], changedAt: Sample.time),
  ]
}
