package import Foundation
package import Messages

/// A complaint in the register: it has its number and keeps it.
package struct Complaint: Sendable {
  package let number: ComplaintNumber
  package let source: String
  package let report: ComplaintReported
  package let registeredAt: Date
  package let category: Category
  package let grade: Grade
  /// The property register had the home at registration.
  package let isUnitKnown: Bool

  package init(
    number: ComplaintNumber, source: String, report: ComplaintReported, registeredAt: Date, category: Category,
    grade: Grade, isUnitKnown: Bool
  ) {
    self.number = number
    self.source = source
    self.report = report
    self.registeredAt = registeredAt
    self.category = category
    self.grade = grade
    self.isUnitKnown = isUnitKnown
  }

  package var key: SenderReference { SenderReference(source: self.source, reference: self.report.reference) }

  /// The announcement for the other services. Name, telephone and all that is in the customer's words stay here.
  package var registered: ComplaintRegistered {
    ComplaintRegistered(
      complaint: self.number, source: self.source, reference: self.report.reference,
      receivedAt: self.report.receivedAt, registeredAt: self.registeredAt, channel: self.report.channel,
      kind: self.report.kind, category: self.category, grade: self.grade, unit: self.report.unit,
      buildingPart: self.report.buildingPart, subpart: self.report.subpart, receivedBy: self.report.receipt?.unit,
      ownCase: self.report.receipt?.ownCase, unitKnown: self.isUnitKnown ? nil : false)
  }
}
