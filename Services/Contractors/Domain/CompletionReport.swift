package import Foundation
package import Messages

/// A contractor's message that commissioned work is finished, with its sender.
package struct CompletionReport: Sendable {
  /// A sender's clock may differ from ours by so much before "completed" counts as the future, or as too early.
  package static let clockTolerance: TimeInterval = 300

  package let source: String
  package let content: RepairCompletionReported

  package init(source: String, content: RepairCompletionReported) {
    self.source = source
    self.content = content
  }

  /// What makes two reports the same.
  package var key: SenderReference { SenderReference(source: self.source, reference: self.content.reference) }

  /// Whether this is the report that was taken before.
  /// - Throws: `conflict` when the same reference said something else.
  package func isRepetition(of known: CompletionReport) throws(Rejected) -> Bool {
    guard known.key == self.key else { return false }
    // Times are compared as they are written: a double that went to the database and back may differ in its last bit.
    guard let left = try? MessageCoding.encode(known.content), let right = try? MessageCoding.encode(self.content),
      left == right
    else {
      throw Rejected("reference", .conflict, "This reference was reported before with other content.")
    }
    return true
  }

  /// Takes the completion: it counts only from the contractor who holds the order.
  /// - Parameters:
  ///   - order: the order of the commission; nil when there is none.
  ///   - sender: the contractor whose broker user has sent the report; nil when it is nobody's.
  /// - Throws: everything that is wrong with it, at once; the order is unchanged.
  package func complete(
    _ order: inout RepairOrder?, sender: ContractorCode?, now: Date
  ) throws(Rejected) -> RepairCompleted {
    var faults: [Fault] = []
    if self.content.completedAt > now.addingTimeInterval(Self.clockTolerance) {
      faults.append(Fault("completedAt", .inTheFuture, "The work was completed after this moment."))
    }
    guard var completed = order, let commission = completed.commission else {
      faults.append(Fault("commission", .notFound, "No commission has this number."))
      throw Rejected(faults)
    }
    // Only the holder is told how far the order is.
    if commission.contractor != sender {
      faults.append(Fault("commission", .notTheHolder, "The sender does not hold this commission."))
    } else {
      if self.content.completedAt < commission.issuedAt.addingTimeInterval(-Self.clockTolerance) {
        faults.append(Fault("completedAt", .invalid, "The work was completed before it was commissioned."))
      }
      if !completed.awaitsCompletion {
        faults.append(Fault("commission", .wrongState, "No work is open under this commission."))
      }
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    let event = try completed.complete(at: self.content.completedAt)
    order = completed
    return event
  }
}
