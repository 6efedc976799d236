extension ComplaintReported: InboundMessage {
  /// Whether the time lies in the future and the project is known is for intake to say.
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let receivedAt = fields.required("receivedAt", .time)
    let channel = fields.required("channel", .term(Channel.self))
    let kind = fields.required("kind", .term(ComplaintKind.self))
    let customer = fields.required("customer", .object { Customer.read(&$0) })
    let unit = fields.required("unit", .object { UnitAddress.read(&$0) })
    let buildingPart = fields.required("buildingPart", .term(BuildingPart.self))
    let content = fields.required("content", .longText(upTo: 4000))
    let accessTimes = fields.optional("accessTimes", .list(of: .line(upTo: 100), atMost: 10))
    let gradeHint = fields.optional("gradeHint", .term(Grade.self))
    let categoryHint = fields.optional("categoryHint", .term(Category.self))
    let subpart = fields.optional("subpart", .term(BuildingSubpart.self))
    if let subpart, let buildingPart, subpart.part != buildingPart {
      fields.note("subpart", .invalid, "This is no piece of that building part.")
    }
    let complainants = fields.optional("complainants", .integer(2...999))
    let receipt = fields.optional("receipt", .object { Receipt.read(&$0) })
    guard let reference, let receivedAt, let channel, let kind, let customer, let unit, let buildingPart, let content
    else { return nil }
    return ComplaintReported(
      reference: reference, receivedAt: receivedAt, channel: channel, kind: kind, customer: customer, unit: unit,
      buildingPart: buildingPart, content: content, accessTimes: accessTimes, gradeHint: gradeHint,
      categoryHint: categoryHint, subpart: subpart, complainants: complainants, receipt: receipt)
  }
}

extension Customer {
  package static func read(_ fields: inout ObjectReader) -> Customer? {
    let surname = fields.required("surname", .line(upTo: 40))
    let telephone = fields.required("telephone", .telephone)
    guard let surname, let telephone else { return nil }
    return Customer(surname: surname, telephone: telephone)
  }
}

extension UnitAddress {
  package static func read(_ fields: inout ObjectReader) -> UnitAddress? {
    let project = fields.required("project", .projectCode)
    let building = fields.required("building", .line(upTo: 40))
    let unit = fields.required("unit", .line(upTo: 40))
    let location = fields.optional("location", .line(upTo: 100))
    guard let project, let building, let unit else { return nil }
    return UnitAddress(project: project, building: building, unit: unit, location: location)
  }
}
