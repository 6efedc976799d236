package import FoundationEssentials

/// How a complaint came in, where more is to be said than the door.
package struct Receipt: Codable, Sendable, Hashable {
  /// The department that the customer spoke to or wrote to; left out where it was customer service.
  package let unit: ResponsibleUnit?
  /// That department answers for the matter and handles it itself; otherwise it passes it on.
  package let ownCase: Bool?
  /// When it had handled its own case, where it had before it told customer service.
  package let handledAt: Date?
  /// What the door calls the message: the post in a forum, the call, the letter's own number.
  package let externalIdentifier: String?
  /// The handover or move-in at which the customer complained.
  package let deliveryEvent: String?

  package init(
    unit: ResponsibleUnit? = nil, ownCase: Bool? = nil, handledAt: Date? = nil, externalIdentifier: String? = nil,
    deliveryEvent: String? = nil
  ) {
    self.unit = unit
    self.ownCase = ownCase
    self.handledAt = handledAt
    self.externalIdentifier = externalIdentifier
    self.deliveryEvent = deliveryEvent
  }
}

extension Receipt {
  package static func read(_ fields: inout ObjectReader) -> Receipt? {
    let unit = fields.optional("unit", .term(ResponsibleUnit.self))
    let ownCase = fields.optional("ownCase", .boolean)
    let handledAt = fields.optional("handledAt", .time)
    let externalIdentifier = fields.optional("externalIdentifier", .line(upTo: 100))
    let deliveryEvent = fields.optional("deliveryEvent", .line(upTo: 100))
    if ownCase == true, unit == nil {
      fields.note("unit", .missing, "Whose own case it is has to be said.")
    }
    if handledAt != nil, ownCase != true {
      fields.note("handledAt", .invalid, "Only a department's own case can have been handled before it is told.")
    }
    return Receipt(
      unit: unit, ownCase: ownCase, handledAt: handledAt, externalIdentifier: externalIdentifier,
      deliveryEvent: deliveryEvent)
  }
}
