package import Foundation
package import Messages

/// A work contact sheet: passes work between departments, or to an outside unit, where no complaint form travels
/// (SM03-12; ).
package struct ContactSheet: Sendable, Equatable {
  package struct Reply: Sendable, Equatable, Codable {
    package let text: String
    package let by: String
    package let at: Date

    package init(text: String, by: String, at: Date) {
      self.text = text
      self.by = by
      self.at = at
    }
  }

  package let number: FormNumber
  package let from: ResponsibleUnit
  /// A department, or the name of a unit outside the company.
  package let to: String
  package let copies: [String]
  package let subject: String
  package let content: String
  /// The case that it is about, if any.
  package let complaint: ComplaintNumber?
  package let sentBy: String
  package let sentAt: Date
  /// End of the limit of R-341.
  package let replyDueAt: Date
  package private(set) var reply: Reply?
  /// When the limit passed without a reply.
  package private(set) var overdueAt: Date?
  /// Counts the changes.
  package private(set) var revision: Int64

  package init(
    number: FormNumber, from: ResponsibleUnit, to: String, copies: [String], subject: String, content: String,
    complaint: ComplaintNumber?, sentBy: String, sentAt: Date, replyDueAt: Date, reply: Reply? = nil,
    overdueAt: Date? = nil, revision: Int64 = 1
  ) {
    self.number = number
    self.from = from
    self.to = to
    self.copies = copies
    self.subject = subject
    self.content = content
    self.complaint = complaint
    self.sentBy = sentBy
    self.sentAt = sentAt
    self.replyDueAt = replyDueAt
    self.reply = reply
    self.overdueAt = overdueAt
    self.revision = revision
  }

  /// The unit answers; a late answer is taken too.
  /// - Returns: false when it has said the same before.
  /// - Throws: `conflict` when the standing answer says something else.
  package mutating func answer(_ reply: Reply) throws(Rejected) -> Bool {
    if let standing = self.reply {
      guard (standing.text, standing.by) == (reply.text, reply.by) else {
        throw Rejected("text", .conflict, "\(standing.by) has answered at \(RFC3339.string(from: standing.at)).")
      }
      return false
    }
    self.reply = reply
    self.revision += 1
    return true
  }

  /// The limit of R-341 has passed. Noted once, and only where the answer is really missing.
  package mutating func limitPassed(now: Date) -> Bool {
    guard self.reply == nil, self.overdueAt == nil else { return false }
    self.overdueAt = now
    self.revision += 1
    return true
  }
}
