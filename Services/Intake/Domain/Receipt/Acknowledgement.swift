package import Foundation
package import Messages

/// One try to tell the sender of a letter that it has arrived. Somebody who cannot be reached is noted, and tried
/// again by other known contacts.
package struct Acknowledgement: Sendable, Equatable {
  package struct Means: Term {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let telephone = Means("telephone")
    package static let message = Means("message")
    package static let letter = Means("letter")
    package static let visit = Means("visit")

    package static let names: [Means: TermName] = [
      .telephone: TermName("电话", "telephone"),
      .message: TermName("短信或微信", "text message"),
      .letter: TermName("信函", "letter"),
      .visit: TermName("上门", "visit"),
    ]
  }

  package let complaint: ComplaintNumber
  package let means: Means
  package let isReached: Bool
  package let remark: String?
  package let author: Author
  package let triedAt: Date

  package init(
    complaint: ComplaintNumber, means: Means, isReached: Bool, remark: String?, author: Author, triedAt: Date
  ) {
    self.complaint = complaint
    self.means = means
    self.isReached = isReached
    self.remark = remark
    self.author = author
    self.triedAt = triedAt
  }
}
