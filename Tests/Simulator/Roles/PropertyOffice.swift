import Foundation
import Messages

/// The property office's system: it hands in the recorded complaints, each at its own time.
struct PropertyOffice: Sendable {
  static let user = "pms"
  static let source = "/\(user)"

  let chance: Chance
  let pace: Pace

  /// Every second complaint travels in structured mode.
  func submission(
    of recorded: RecordedComplaint, kind: Deed.Kind = .complaint, id: String? = nil, at dueAt: Date? = nil
  )
    throws -> Deed
  {
    let event = CloudEvent(
      id: id ?? recorded.reference, source: Self.source, type: ComplaintReported.type, time: recorded.receivedAt,
      data: try MessageCoding.encode(self.report(of: recorded)))
    let message =
      recorded.row.isMultiple(of: 2) ? event.structured(by: Self.user) : event.binary(by: Self.user)
    return Deed(
      kind: kind, subject: recorded.reference, dueAt: dueAt ?? recorded.receivedAt,
      means: .message(message, by: Self.user)
    )
  }

  /// Complaints that are sent again some time later: every other one exactly as before, the rest under a new message id.
  func repetitions(_ count: Int, of complaints: [RecordedComplaint]) throws -> [Deed] {
    try self.spread(count, over: complaints, "repetition").enumerated().map { index, recorded in
      try self.submission(
        of: recorded, kind: .repeatedComplaint, id: index.isMultiple(of: 2) ? nil : "\(recorded.reference)-again",
        at: self.pace.after(
          recorded.receivedAt, days: self.chance.between(0, 0.2, recorded.reference, "time of repetition")))
    }
  }

  /// Broken messages of as many kinds, half an hour after a complaint that was well made. The one that contradicts a
  /// registered complaint has to wait for its registration: see `conflict`.
  func brokenMessages(_ count: Int, of complaints: [RecordedComplaint]) throws -> [Deed] {
    let kinds = BrokenMessage.allCases.prefix(count)
    return try zip(kinds, self.spread(count, over: complaints, "broken")).compactMap { kind, recorded in
      guard kind != .conflict else { return nil }
      return try self.broken(kind, like: recorded, at: self.pace.after(recorded.receivedAt, days: 1.0 / 48))
    }
  }

  /// The first complaint of all is reported again with other words, once its registration is known.
  func conflict(after message: ComplaintRegistered, of recorded: RecordedComplaint, brokenMessages: Int) throws -> Deed?
  {
    let isWanted = BrokenMessage.allCases.prefix(brokenMessages).contains(.conflict) && recorded.row == 1
    return isWanted
      ? try self.broken(.conflict, like: recorded, at: self.pace.after(message.registeredAt, days: 0.01)) : nil
  }

  private func broken(_ kind: BrokenMessage, like recorded: RecordedComplaint, at dueAt: Date) throws -> Deed {
    Deed(
      kind: .brokenMessage, subject: kind.rawValue, dueAt: dueAt,
      means: .message(try kind.message(like: self.report(of: recorded), at: dueAt), by: Self.user))
  }

  /// Different rows, evenly over the list, each at a random place of its stretch.
  private func spread(_ count: Int, over complaints: [RecordedComplaint], _ purpose: String) -> [RecordedComplaint] {
    let count = min(count, complaints.count)
    return (0..<count).map { index in
      let (low, high) = (index * complaints.count / count, (index + 1) * complaints.count / count - 1)
      return complaints[self.chance.number(low...high, "\(index)", purpose)]
    }
  }
}
