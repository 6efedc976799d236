package import Foundation
import Messages
package import WorkCalendar

/// A question that customers and staff ask again and again, with its answer: the complaint guide is one of them.
package struct GuideEntry: Sendable, Equatable {
  /// In one language.
  package struct Text: Sendable, Equatable {
    package let question: String
    package let answer: String

    package init(question: String, answer: String) {
      self.question = question
      self.answer = answer
    }
  }

  /// at least once a year somebody looks whether the answer still holds.
  package static let monthsBetweenReviews = 12

  package let key: GuideKey
  /// Its place on the page; entries of one place come by key.
  package let position: Int
  package let chinese: Text
  package let english: Text
  /// Whether the page shows it.
  package let isPublished: Bool
  /// When it was last written, or found to hold still.
  package let reviewedAt: Date
  package let author: Author
  /// Counts how often it was written or looked at.
  package let version: Int64

  package init(
    key: GuideKey, position: Int, chinese: Text, english: Text, isPublished: Bool, reviewedAt: Date, author: Author,
    version: Int64 = 0
  ) {
    self.key = key
    self.position = position
    self.chinese = chinese
    self.english = english
    self.isPublished = isPublished
    self.reviewedAt = reviewedAt
    self.author = author
    self.version = version
  }

  /// When it has to be looked at again: at the end of the same day a year later.
  package func reviewDueAt(_ calendar: WorkCalendar) -> Date {
    calendar.due(months: Self.monthsBetweenReviews, after: self.reviewedAt).instant
  }

  /// The entry as it follows on another version, or on none.
  package func succeeding(_ known: GuideEntry?) -> GuideEntry {
    GuideEntry(
      key: self.key, position: self.position, chinese: self.chinese, english: self.english,
      isPublished: self.isPublished, reviewedAt: self.reviewedAt, author: self.author,
      version: (known?.version ?? 0) + 1)
  }
}

/// What an entry of the guide is called in addresses: `how-to-complain`.
package struct GuideKey: Identifier {
  package static let pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
  package static let example = "how-to-complain"

  package let text: String

  package init?(_ text: String) {
    guard text.utf8.count <= 60, text.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil else { return nil }
    self.text = text
  }
}
