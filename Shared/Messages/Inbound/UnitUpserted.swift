package import FoundationEssentials

/// A home as the sender's system has it (S15, S55). A list that is left out stays as it was; one that is given replaces
/// what was known. The second message that carries personal data.
package struct UnitUpserted: Message {
  package static let type = "unit.upserted.v1"
  package var subject: String { self.reference }

  /// The sender's own number of this message.
  package let reference: String
  /// When the sender's system had it so: a message older than what is known changes nothing.
  package let asOf: Date
  package let unit: HomeAddress
  /// At most one a part.
  package let builders: [OriginalBuilder]?
  ///
  package let periods: [LongerPeriod]?
  package let residents: [Resident]?

  package init(
    reference: String, asOf: Date, unit: HomeAddress, builders: [OriginalBuilder]? = nil,
    periods: [LongerPeriod]? = nil, residents: [Resident]? = nil
  ) {
    self.reference = reference
    self.asOf = asOf
    self.unit = unit
    self.builders = builders
    self.periods = periods
    self.residents = residents
  }

  package static let samples = [
    UnitUpserted(
      reference: "UNIT-77", asOf: Sample.time, unit: Sample.home,
      builders: [OriginalBuilder(buildingPart: .waterproofing, name: "中山防水工程公司")],
      periods: [LongerPeriod(buildingPart: .waterproofing, subpart: .wetRoom, months: 96, basis: .contract)],
      residents: [
        Resident(
          role: .owner, surname: "王", telephone: "13800138000", from: Sample.deliveryDay, to: Sample.withdrawalDay)
      ]),
    UnitUpserted(reference: "UNIT-77", asOf: Sample.time, unit: Sample.home),
  ]
}

extension UnitUpserted: InboundMessage {
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let asOf = fields.required("asOf", .time)
    let unit = fields.required("unit", .object { HomeAddress.read(&$0) })
    let builders = fields.optional("builders", .list(of: .object { OriginalBuilder.read(&$0) }, atMost: 20))
    let periods = fields.optional("periods", .list(of: .object { LongerPeriod.read(&$0) }, atMost: 40))
    let residents = fields.optional("residents", .list(of: .object { Resident.read(&$0) }, atMost: 20))
    if let builders, Set(builders.map(\.buildingPart)).count < builders.count {
      fields.note("builders", .conflict, "A building part has one original builder.")
    }
    guard let reference, let asOf, let unit else { return nil }
    return UnitUpserted(
      reference: reference, asOf: asOf, unit: unit, builders: builders, periods: periods, residents: residents)
  }
}

extension HomeAddress {
  package static func read(_ fields: inout ObjectReader) -> HomeAddress? {
    let project = fields.required("project", .projectCode)
    let building = fields.required("building", .line(upTo: 40))
    let unit = fields.required("unit", .line(upTo: 40))
    guard let project, let building, let unit else { return nil }
    return HomeAddress(project: project, building: building, unit: unit)
  }
}

extension OriginalBuilder {
  package static func read(_ fields: inout ObjectReader) -> OriginalBuilder? {
    let buildingPart = fields.required("buildingPart", .term(BuildingPart.self))
    let name = fields.required("name", .line(upTo: 80))
    guard let buildingPart, let name else { return nil }
    return OriginalBuilder(buildingPart: buildingPart, name: name)
  }
}

extension LongerPeriod {
  package static func read(_ fields: inout ObjectReader) -> LongerPeriod? {
    let buildingPart = fields.required("buildingPart", .term(BuildingPart.self))
    let subpart = fields.optional("subpart", .term(BuildingSubpart.self))
    let months = fields.required("months", .integer(1...1200))
    let basis = fields.required("basis", .term(Basis.self))
    if let subpart, let buildingPart, subpart.part != buildingPart {
      fields.note("subpart", .invalid, "This is no piece of that building part.")
    }
    guard let buildingPart, let months, let basis else { return nil }
    return LongerPeriod(buildingPart: buildingPart, subpart: subpart, months: months, basis: basis)
  }
}
