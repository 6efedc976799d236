package import Foundation
package import Messages

/// A complaint that is being taken down, and those it may repeat: of the same home and building part, with similar words,
/// within 30 days.
package struct Likeness: Sendable {
  package static let window: TimeInterval = 30 * 86_400
  /// A third of the pairs of letters: rather one shown too many than a case opened twice.
  package static let atLeast = 1.0 / 3
  package static let most = 10

  package let home: HomeAddress
  package let buildingPart: BuildingPart
  package let wording: Wording

  package init(home: HomeAddress, buildingPart: BuildingPart, wording: Wording) {
    self.home = home
    self.buildingPart = buildingPart
    self.wording = wording
  }

  /// The most alike first.
  package func rank(_ complaints: [Complaint]) -> [(complaint: Complaint, similarity: Double)] {
    let alike = complaints.map { ($0, self.wording.similarity(to: Wording($0.report.content))) }
      .filter { $0.1 >= Self.atLeast }
      .sorted { $0.1 > $1.1 }
    return Array(alike.prefix(Self.most))
  }
}
