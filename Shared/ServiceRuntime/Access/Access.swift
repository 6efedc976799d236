package import Messages

/// Who may ask for an endpoint: whoever holds one of these posts.
package struct Access: Sendable, Hashable {
  package let posts: Set<Post>

  package init(_ posts: Set<Post>) {
    self.posts = posts
  }

  package static func posts(_ posts: Post...) -> Access { Access(Set(posts)) }

  /// R-013: no post may be refused the right to record a complaint. A contractor is not an employee.
  package static let anyEmployee = Access(Set(Post.known).subtracting([.contractor]))

  /// Customer service itself.
  package static let customerService = Access.posts(
    .customerServiceRepresentative, .customerServiceProjectLead, .customerServiceManager, .repairSupervisor,
    .informationSupervisor)

  /// Those who work on cases: customer service, the units that answer, and whoever decides between them. What they see
  /// holds addresses and customers' words (R-329), so neither every employee nor the auditor is among them.
  package static let caseWork =
    Self.customerService
    + .posts(
      .callCentreAgent, .unitHead, .engineer, .propertyOffice, .salesRepresentative, .contractsOfficer, .lawyer,
      .leaderInCharge, .generalManager)

  package static func + (left: Access, right: Access) -> Access { Access(left.posts.union(right.posts)) }

  package func admits(_ caller: Caller) -> Bool { !self.posts.isDisjoint(with: caller.posts) }

  /// - Throws: ``Problem`` 403 that names the posts which may.
  func require(_ caller: Caller) throws(Problem) {
    guard !self.admits(caller) else { return }
    throw .forbidden("This needs one of the posts: \(self.words.joined(separator: ", ")).")
  }

  /// In alphabetical order.
  var words: [String] { self.posts.map(\.rawValue).sorted() }
}
