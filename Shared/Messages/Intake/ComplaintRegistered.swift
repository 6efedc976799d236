package import FoundationEssentials

/// A complaint stands in the register, once and numbered. Names and telephones stay in intake.
package struct ComplaintRegistered: Message {
  package static let type = "complaint.registered.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  /// The sender, as in the CloudEvent that brought the complaint.
  package let source: String
  /// The sender's own number.
  package let reference: String
  package let receivedAt: Date
  package let registeredAt: Date
  package let channel: Channel
  package let kind: ComplaintKind
  package let category: Category
  package let grade: Grade
  package let unit: UnitAddress
  package let buildingPart: BuildingPart
  package let subpart: BuildingSubpart?
  /// The department that received it, where that was not customer service.
  package let receivedBy: ResponsibleUnit?
  /// The department that received it answers for it and handles it itself.
  package let ownCase: Bool?
  /// False for a home that the property register does not have; left out for one that it has.
  package let unitKnown: Bool?
  /// The other complaints of the same contact.
  package let links: [ComplaintNumber]?

  package init(
    complaint: ComplaintNumber, source: String, reference: String, receivedAt: Date, registeredAt: Date,
    channel: Channel, kind: ComplaintKind, category: Category, grade: Grade, unit: UnitAddress,
    buildingPart: BuildingPart, subpart: BuildingSubpart? = nil, receivedBy: ResponsibleUnit? = nil,
    ownCase: Bool? = nil, unitKnown: Bool? = nil, links: [ComplaintNumber]? = nil
  ) {
    self.complaint = complaint
    self.source = source
    self.reference = reference
    self.receivedAt = receivedAt
    self.registeredAt = registeredAt
    self.channel = channel
    self.kind = kind
    self.category = category
    self.grade = grade
    self.unit = unit
    self.buildingPart = buildingPart
    self.subpart = subpart
    self.receivedBy = receivedBy
    self.ownCase = ownCase
    self.unitKnown = unitKnown
    self.links = links
  }

  package static let samples = [
    ComplaintRegistered(
      complaint: Sample.complaint, source: "/pms", reference: "PMS-000123", receivedAt: Sample.time,
      registeredAt: Sample.time, channel: .propertyOffice, kind: .complaint, category: .engineeringQuality,
      grade: .general, unit: Sample.unit, buildingPart: .waterproofing, subpart: .wetRoom, receivedBy: .propertyOffice,
      ownCase: true, unitKnown: false, links: [ComplaintNumber(project: Sample.project, year: 2023, serial: 2)]),
    ComplaintRegistered(
      complaint: Sample.complaint, source: "/pms", reference: "PMS-000123", receivedAt: Sample.time,
      registeredAt: Sample.time, channel: .propertyOffice, kind: .complaint, category: .engineeringQuality,
      grade: .general, unit: Sample.unitWithoutLocation, buildingPart: .waterproofing),
  ]
}
