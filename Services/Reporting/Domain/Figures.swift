import Foundation
import Messages

/// The figures of a group of cases in a week.
package struct Figures: Sendable, Encodable, Equatable {
  /// Complaints that the customer raised in the week.
  package let received: Int
  package let closed: Int
  /// At the week's end.
  package let open: Int
  /// Open at the week's end, with a limit that had passed and whose step was still missing.
  package let overdue: Int
  /// Share of satisfied among the closing callbacks of the week, in per cent with one decimal; nil when nobody was asked
  ///
  package let satisfaction: Double?
  /// Calendar days from receipt to the reply, of the replies given in the week.
  package let daysToReply: Spread?
  /// Calendar days from receipt to closing, of the cases closed in the week.
  package let daysToClose: Spread?

  /// The middle value and the one that nine in ten do not exceed, by nearest rank, in days with one decimal.
  package struct Spread: Sendable, Encodable, Equatable {
    package let median: Double
    package let ninetieth: Double

    package init?(days: [Double]) {
      guard !days.isEmpty else { return nil }
      let sorted = days.sorted()
      self.median = Self.rank(0.5, of: sorted)
      self.ninetieth = Self.rank(0.9, of: sorted)
    }

    private static func rank(_ share: Double, of sorted: [Double]) -> Double {
      let position = Int((share * Double(sorted.count)).rounded(.up))
      return Figures.oneDecimal(sorted[max(0, position - 1)])
    }
  }

  package init(of records: [CaseRecord], in week: ReportWeek) {
    let answers = records.flatMap(\.answers.values).filter { week.range.contains($0.answeredAt) }
    self.received = records.count { $0.registration.map { week.range.contains($0.receivedAt) } ?? false }
    self.closed = records.count { $0.closedAt.map(week.range.contains) ?? false }
    self.open = records.count { $0.isOpen(at: week.end) }
    self.overdue = records.count { $0.isOverdue(at: week.end) }
    self.satisfaction =
      answers.isEmpty
      ? nil : Self.oneDecimal(Double(answers.count(where: \.isSatisfied)) / Double(answers.count) * 100)
    self.daysToReply = Spread(days: records.compactMap { Self.days(of: $0, until: $0.repliedAt, in: week) })
    self.daysToClose = Spread(days: records.compactMap { Self.days(of: $0, until: $0.closedAt, in: week) })
  }

  private static func days(of record: CaseRecord, until end: Date?, in week: ReportWeek) -> Double? {
    guard let end, let registration = record.registration, week.range.contains(end) else { return nil }
    return end.timeIntervalSince(registration.receivedAt) / 86_400
  }

  fileprivate static func oneDecimal(_ value: Double) -> Double {
    (value * 10).rounded() / 10
  }
}
