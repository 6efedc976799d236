package import FoundationEssentials

/// A customer's complaint as an outside system took it down. The only message that carries personal data.
package struct ComplaintReported: Message {
  package static let type = "complaint.reported.v1"
  package var subject: String { self.reference }

  /// The sender's own number; with the sender's `source` it names the complaint for ever.
  package let reference: String
  /// When the customer said it.
  package let receivedAt: Date
  package let channel: Channel
  package let kind: ComplaintKind
  package let customer: Customer
  package let unit: UnitAddress
  package let buildingPart: BuildingPart
  /// The customer's words, up to 4,000 characters.
  package let content: String
  /// When the home is accessible, in the customer's words.
  package let accessTimes: [String]?
  /// What the recorder thinks; customer service decides.
  package let gradeHint: Grade?
  package let categoryHint: Category?
  /// What of the building part is defective.
  package let subpart: BuildingSubpart?
  /// How many customers complain together, at least 2; left out for one.
  package let complainants: Int?
  package let receipt: Receipt?

  package init(
    reference: String, receivedAt: Date, channel: Channel, kind: ComplaintKind, customer: Customer, unit: UnitAddress,
    buildingPart: BuildingPart, content: String, accessTimes: [String]? = nil, gradeHint: Grade? = nil,
    categoryHint: Category? = nil, subpart: BuildingSubpart? = nil, complainants: Int? = nil, receipt: Receipt? = nil
  ) {
    self.reference = reference
    self.receivedAt = receivedAt
    self.channel = channel
    self.kind = kind
    self.customer = customer
    self.unit = unit
    self.buildingPart = buildingPart
    self.content = content
    self.accessTimes = accessTimes
    self.gradeHint = gradeHint
    self.categoryHint = categoryHint
    self.subpart = subpart
    self.complainants = complainants
    self.receipt = receipt
  }

  package static let samples = [
    ComplaintReported(
      reference: "PMS-000123", receivedAt: Sample.time, channel: .propertyOffice, kind: .complaint,
      customer: Customer(surname: "王", telephone: "13800138000"), unit: Sample.unit, buildingPart: .waterproofing,
      content: "卫生间吊顶漏水，楼上已关水阀，仍在滴水。", accessTimes: ["周六上午"], gradeHint: .important, categoryHint: .engineeringQuality,
      subpart: .wetRoom, complainants: 3,
      receipt: Receipt(
        unit: .propertyOffice, ownCase: true, handledAt: Sample.time, externalIdentifier: "BBS-4711",
        deliveryEvent: "2020 年 12 月集中交付")),
    ComplaintReported(
      reference: "PMS-000123", receivedAt: Sample.time, channel: .propertyOffice, kind: .complaint,
      customer: Customer(surname: "王", telephone: "13800138000"), unit: Sample.unitWithoutLocation,
      buildingPart: .waterproofing,
      content: "卫生间吊顶漏水，楼上已关水阀，仍在滴水。"),
  ]
}
