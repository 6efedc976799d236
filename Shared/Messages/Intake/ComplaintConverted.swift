package import FoundationEssentials

/// A matter turned out to be of another kind; its number stays.
package struct ComplaintConverted: Message {
  package static let type = "complaint.converted.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let kind: ComplaintKind
  package let previousKind: ComplaintKind
  package let convertedAt: Date
  // What a case is opened with, where the matter had none so far.
  package let receivedAt: Date
  package let category: Category
  package let grade: Grade
  package let unit: UnitAddress
  package let buildingPart: BuildingPart

  package init(
    complaint: ComplaintNumber, kind: ComplaintKind, previousKind: ComplaintKind, convertedAt: Date, receivedAt: Date,
    category: Category, grade: Grade, unit: UnitAddress, buildingPart: BuildingPart
  ) {
    self.complaint = complaint
    self.kind = kind
    self.previousKind = previousKind
    self.convertedAt = convertedAt
    self.receivedAt = receivedAt
    self.category = category
    self.grade = grade
    self.unit = unit
    self.buildingPart = buildingPart
  }

  package static let samples = [
    ComplaintConverted(
      complaint: Sample.complaint, kind: .complaint, previousKind: .enquiry, convertedAt: Sample.later,
      receivedAt: Sample.time, category: .engineeringQuality, grade: .general, unit: Sample.unit,
      buildingPart: .waterproofing),
    ComplaintConverted(
      complaint: Sample.complaint, kind: .complaint, previousKind: .suggestion, convertedAt: Sample.later,
      receivedAt: Sample.time, category: .other, grade: .general, unit: Sample.unitWithoutLocation,
      buildingPart: .other),
  ]
}
