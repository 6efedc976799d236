package import Foundation
package import Messages

/// A home in the property register (S15, S55).
package struct PropertyUnit: Sendable, Hashable {
  package let home: HomeAddress
  /// When the sender's system had builders, periods and residents so; nil while only the delivery is known.
  package var asOf: Date?
  package var builders: [OriginalBuilder]
  package var periods: [LongerPeriod]
  package var residents: [Resident]
  ///
  package var deliveredOn: ProjectParticulars.Dated?
  /// Counts the announcements of this home.
  package var version: Int64

  package init(
    home: HomeAddress, asOf: Date? = nil, builders: [OriginalBuilder] = [], periods: [LongerPeriod] = [],
    residents: [Resident] = [], deliveredOn: ProjectParticulars.Dated? = nil, version: Int64 = 0
  ) {
    self.home = home
    self.asOf = asOf
    self.builders = builders
    self.periods = periods
    self.residents = residents
    self.deliveredOn = deliveredOn
    self.version = version
  }

  /// The announcement for the other services, without those who live there.
  func changed(in building: Building?, at now: Date) -> UnitChanged {
    UnitChanged(
      unit: self.home, completedOn: building?.completedOn.day, deliveredOn: self.deliveredOn?.day,
      builders: self.builders, periods: self.periods, changedAt: now)
  }
}
