package import Foundation
package import Messages

/// A complaint in the register: it has its number and keeps it. Kind, category and grade may change.
package struct Complaint: Sendable, Equatable {
  package let number: ComplaintNumber
  package let source: String
  /// As it was handed in; never changed. Once it is anonymised nothing in it tells of people.
  package let report: ComplaintReported
  package let registeredAt: Date
  package internal(set) var kind: ComplaintKind
  package internal(set) var category: Category
  package internal(set) var grade: Grade
  /// The matter that several customers complain about.
  package internal(set) var matter: MatterNumber?
  /// The property register had the home at registration.
  package let isUnitKnown: Bool
  /// Since when it is kept beyond its time for a claim or a lawsuit; nil while it is not.
  package internal(set) var heldAt: Date?
  /// When what it said of people was taken away.
  package let anonymisedAt: Date?
  /// Counts the announcements of this complaint.
  package internal(set) var version: Int64

  package init(
    number: ComplaintNumber, source: String, report: ComplaintReported, registeredAt: Date, kind: ComplaintKind? = nil,
    category: Category, grade: Grade, matter: MatterNumber? = nil, isUnitKnown: Bool, heldAt: Date? = nil,
    anonymisedAt: Date? = nil, version: Int64 = 1
  ) {
    self.number = number
    self.source = source
    self.report = report
    self.registeredAt = registeredAt
    self.kind = kind ?? report.kind
    self.category = category
    self.grade = grade
    self.matter = matter
    self.isUnitKnown = isUnitKnown
    self.heldAt = heldAt
    self.anonymisedAt = anonymisedAt
    self.version = version
  }

  package var key: SenderReference { SenderReference(source: self.source, reference: self.report.reference) }

  /// The announcement for the other services. Name, telephone and all that is in the customer's words stay here.
  package var registered: ComplaintRegistered { self.registered(linkedTo: []) }

  /// - Parameter others: the complaints of the same contact.
  package func registered(linkedTo others: [ComplaintNumber]) -> ComplaintRegistered {
    ComplaintRegistered(
      complaint: self.number, source: self.source, reference: self.report.reference,
      receivedAt: self.report.receivedAt, registeredAt: self.registeredAt, channel: self.report.channel,
      kind: self.report.kind, category: self.category, grade: self.grade, unit: self.report.unit,
      buildingPart: self.report.buildingPart, subpart: self.report.subpart, receivedBy: self.report.receipt?.unit,
      ownCase: self.report.receipt?.ownCase, unitKnown: self.isUnitKnown ? nil : false,
      links: others.isEmpty ? nil : others)
  }
}
