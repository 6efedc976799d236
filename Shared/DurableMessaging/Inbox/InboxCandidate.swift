import FoundationEssentials
import Messages
import Messaging

/// A message that may have to be handled, before it is known whether it has been already.
package struct InboxCandidate: Sendable {
  package let id: InboxID
  package let arrival: Arrival
  /// The order key: of one subject, none overtakes another.
  package let subject: String
  /// How often it has been tried before.
  package let attempts: Int
  /// How often it was sent again within the batch.
  package private(set) var repeats = 0

  /// A message that has been kept.
  package init(_ arrival: Arrival, subject: String, attempts: Int) {
    self.id = InboxID(consumer: arrival.consumer, messageID: arrival.key)
    self.arrival = arrival
    self.subject = subject
    self.attempts = attempts
  }

  /// A message that has just arrived. Without a usable subject it stands alone, under its own key.
  package init(_ arrival: Arrival) {
    let subject = (try? arrival.envelope.get())?.subject.flatMap { BrokerText.isShort($0) ? $0 : nil }
    self.init(arrival, subject: subject ?? arrival.key.uuidString.lowercased(), attempts: 0)
  }

  /// How often it was sent, as far as the batch shows: what the broker delivers once more nobody has sent once more.
  package var sendings: Int { self.repeats + (self.arrival.isRedelivered ? 0 : 1) }

  package var waitingSubject: WaitingSubject { WaitingSubject(consumer: self.id.consumer, subject: self.subject) }

  /// What the handler is given; nil for what cannot be read.
  package func input<Action>() -> Input<Action>? {
    (try? self.arrival.envelope.get()).map { .message(self.arrival, $0) }
  }

  /// The batch without repeats, in order of arrival.
  package static func distinct(_ arrivals: [Arrival]) -> [InboxCandidate] {
    var candidates: [InboxCandidate] = []
    var positions: [InboxID: Int] = [:]
    for candidate in arrivals.lazy.map({ InboxCandidate($0) }) {
      if let position = positions[candidate.id] {
        candidates[position].repeats += candidate.sendings
      } else {
        positions[candidate.id] = candidates.count
        candidates.append(candidate)
      }
    }
    return candidates
  }
}
