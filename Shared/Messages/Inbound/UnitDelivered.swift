package import FoundationEssentials
package import WorkCalendar

/// A home was handed over to its owner: the owner's warranty clock starts.
package struct UnitDelivered: Message {
  package static let type = "unit.delivered.v1"
  package var subject: String { self.reference }

  /// The sender's own number of this message.
  package let reference: String
  /// When the sender's system had it so: a message older than what is known changes nothing.
  package let asOf: Date
  package let unit: HomeAddress
  /// The day of the signed acceptance.
  package let deliveredOn: CalendarDay

  package init(reference: String, asOf: Date, unit: HomeAddress, deliveredOn: CalendarDay) {
    self.reference = reference
    self.asOf = asOf
    self.unit = unit
    self.deliveredOn = deliveredOn
  }

  package static let samples = [
    UnitDelivered(
      reference: "HANDOVER-5", asOf: Sample.time, unit: Sample.home, deliveredOn: Sample.deliveryDay)
  ]
}

extension UnitDelivered: InboundMessage {
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let asOf = fields.required("asOf", .time)
    let unit = fields.required("unit", .object { HomeAddress.read(&$0) })
    let deliveredOn = fields.required("deliveredOn", .day)
    guard let reference, let asOf, let unit, let deliveredOn else { return nil }
    return UnitDelivered(reference: reference, asOf: asOf, unit: unit, deliveredOn: deliveredOn)
  }
}
