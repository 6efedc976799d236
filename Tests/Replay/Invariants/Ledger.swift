import DurableMessaging
import Foundation
import Messages
import Messaging

/// Keeps account of what was published and what was handled, and finds at once what does not fit.
final class Ledger {
  struct Stream: Hashable {
    let source: Service
    let subject: String
  }

  private struct Reader: Hashable {
    let stream: Stream
    let service: Service
  }

  /// The types of each subject's events, in the order of their versions.
  private(set) var published: [Stream: [String]] = [:]
  /// Up to which version each service has handled what is meant for it.
  private var handled: [Reader: Int] = [:]
  private var expectations: [UUID: Expectation] = [:]
  /// How often a closed case was announced.
  private(set) var closings: [String: Int] = [:]
  /// Messages of outside systems in quarantine, and the answers that tell their senders so.
  private(set) var quarantinedFromOutside = 0
  private(set) var refusals = 0

  func expect(_ expectation: Expectation, of key: UUID) {
    self.expectations[key] = expectation
  }

  func published(_ row: OutboxRow, by service: Service) -> Violation? {
    guard let version = row.version else {
      self.refusals += 1
      return nil
    }
    let stream = Stream(source: service, subject: row.subject)
    self.published[stream, default: []].append(row.routingKey)
    let count = self.published[stream]?.count ?? 0
    guard version == count else {
      return Violation("a subject's events have no gap and no repeat", row.subject, "\(row.routingKey) is \(version)")
    }
    guard row.routingKey == CaseClosed.type else { return nil }
    self.closings[row.subject, default: 0] += 1
    return self.closings[row.subject] == 1 ? nil : Violation("a case is closed once", row.subject)
  }

  func settled(_ candidate: InboxCandidate, _ state: InboxSettlement.State, by service: Service) -> Violation? {
    switch state {
    case .retrying, .parked: return nil
    case .quarantined: return self.quarantined(candidate, by: service)
    case .processed: return self.processed(candidate, by: service)
    }
  }

  private func quarantined(_ candidate: InboxCandidate, by service: Service) -> Violation? {
    guard self.expectations[candidate.id.messageID] != .good else {
      return Violation(
        "nothing is in quarantine that was not broken on purpose", candidate.subject,
        "\(candidate.arrival.transport.routingKey) at \(service)")
    }
    if candidate.arrival.transport.exchange == Service.outside.exchange { self.quarantinedFromOutside += 1 }
    return nil
  }

  private func processed(_ candidate: InboxCandidate, by service: Service) -> Violation? {
    guard let envelope = try? candidate.arrival.envelope.get() else { return nil }
    guard let version = envelope.aggregateVersion, let subject = envelope.subject,
      let source = Service(source: envelope.source)
    else {
      return self.expectations[candidate.id.messageID] == .broken
        ? Violation("nothing broken is handled", candidate.subject, "\(envelope.type) at \(service)") : nil
    }
    let reader = Reader(stream: Stream(source: source, subject: subject), service: service)
    let expected = self.nextVersion(for: reader)
    guard expected == Int(version) else {
      return Violation(
        "each consumer handles a subject's events once and in order", subject,
        "\(service) handles \(envelope.type) \(version), and \(expected.map { "\($0)" } ?? "nothing") was next")
    }
    self.handled[reader] = Int(version)
    return nil
  }

  /// The next version that this service reads; nil when it has handled all.
  private func nextVersion(for reader: Reader) -> Int? {
    guard let types = self.published[reader.stream] else { return nil }
    var index = self.handled[reader] ?? 0
    while index < types.count {
      if Catalogue.entry(of: types[index])?.consumers.contains(reader.service) ?? false { return index + 1 }
      index += 1
    }
    return nil
  }

  /// Everything of the stream that the service reads has been handled by it.
  func isQuiet(_ source: Service, _ subject: String, for service: Service) -> Bool {
    self.nextVersion(for: Reader(stream: Stream(source: source, subject: subject), service: service)) == nil
  }

  func types(_ source: Service, _ subject: String) -> [String] {
    self.published[Stream(source: source, subject: subject)] ?? []
  }
}
