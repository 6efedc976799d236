package import Foundation
package import IntakeDomain
package import Messages

/// What a batch of intake knows and changes.
package struct IntakeState: Sendable {
  /// What the messages of the batch say, read once.
  let readings: [UUID: Result<IntakeReading, Rejected>]
  package internal(set) var register: ComplaintRegister
  package internal(set) var property: PropertyRegister
  /// Projects whose works numbers the batch wants to give away, too.
  var worksNumbers: [Int: ProjectCode]
  /// In the order in which they were registered.
  package internal(set) var newProjects: [(project: Project, registeredAt: Date)] = []
  /// When the acts of the batch were recorded.
  package internal(set) var actsRecordedAt: Date?

  package init(
    readings: [UUID: Result<IntakeReading, Rejected>], register: ComplaintRegister, property: PropertyRegister,
    sameWorksNumbers: [Project]
  ) {
    self.readings = readings
    self.register = register
    self.property = property
    self.worksNumbers = Dictionary(sameWorksNumbers.map { ($0.worksNumber, $0.code) }) { first, _ in first }
  }
}
