package import Foundation
package import Messages

/// Who may see how a customer can be reached, and until when.
package enum ContactRule {
  /// Those who speak with customers about an open case; a leader who decides, and whoever counts, need no telephone.
  package static let workers: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor, .callCentreAgent, .unitHead, .engineer, .propertyOffice, .salesRepresentative,
  ]
  /// Those who still have to do with the customer when the case is closed: the milestone callback comes a week later
  /// and the property office keeps its keys and times.
  package static let workersAfterClosing: Set<Post> = [
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .callCentreAgent, .propertyOffice,
  ]
  /// in calendar days.
  package static let daysAfterClosing = 30

  /// - Parameter closedAt: when the case ended; nil while it is open.
  package static func admits(_ posts: Set<Post>, closedAt: Date?, now: Date) -> Bool {
    guard let closedAt else { return !posts.isDisjoint(with: self.workers) }
    let end = closedAt.addingTimeInterval(TimeInterval(self.daysAfterClosing * 24 * 3600))
    return now <= end && !posts.isDisjoint(with: self.workersAfterClosing)
  }
}
