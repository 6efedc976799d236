package import Foundation
package import Messages

/// Registered complaints that a batch may change, and what it changes of them.
package struct ComplaintBook: Sendable {
  private var complaints: [ComplaintNumber: Complaint]
  private var changedNumbers: Set<ComplaintNumber> = []
  /// In the order in which they were made.
  package private(set) var changes: [ComplaintChange] = []

  package init(_ complaints: [Complaint]) {
    self.complaints = Dictionary(complaints.map { ($0.number, $0) }) { first, _ in first }
  }

  package var all: [Complaint] { Array(self.complaints.values) }

  /// In the order of their numbers.
  package var changed: [Complaint] {
    self.changedNumbers.compactMap { self.complaints[$0] }.sorted { $0.number.text < $1.number.text }
  }

  /// - Throws: `not-found`.
  package func complaint(_ number: ComplaintNumber) throws(Rejected) -> Complaint {
    guard let complaint = self.complaints[number] else {
      throw Rejected("number", .notFound, "No complaint has this number.")
    }
    return complaint
  }

  /// Lets a complaint take a step, and keeps its history.
  package mutating func change<Event>(
    _ number: ComplaintNumber,
    _ step: (inout Complaint) throws(Rejected) -> (ComplaintChange, Event)
  ) throws(Rejected) -> Event {
    var complaint = try self.complaint(number)
    let (change, event) = try step(&complaint)
    self.complaints[number] = complaint
    self.changedNumbers.insert(number)
    self.changes.append(change)
    return event
  }

  /// A claim or a lawsuit keeps it beyond its time, or does so no more; nobody is told of that.
  /// - Throws: `not-found`.
  package mutating func hold(_ number: ComplaintNumber, since: Date?) throws(Rejected) {
    var complaint = try self.complaint(number)
    guard complaint.heldAt != since else { return }
    complaint.heldAt = since
    self.complaints[number] = complaint
    self.changedNumbers.insert(number)
  }

  /// Notes the matter that a complaint belongs to; nobody is told of that alone.
  package mutating func join(_ number: ComplaintNumber, _ matter: MatterNumber) {
    guard var complaint = self.complaints[number] else { return }
    complaint.matter = matter
    self.complaints[number] = complaint
    self.changedNumbers.insert(number)
  }
}
