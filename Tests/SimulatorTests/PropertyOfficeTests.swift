import AMQP
import Foundation
import Messages
import Messaging
import Testing

@testable import Simulator

@Suite("Property office")
struct PropertyOfficeTests {
  private let office = PropertyOffice(chance: Chance(seed: 42), pace: .lifelike)

  private func message(_ deed: Deed) throws -> AMQPMessage {
    guard case .message(let message, by: PropertyOffice.user) = deed.means else {
      throw SimulatorError("The office publishes.")
    }
    return message
  }

  /// As a receiver would: envelope, sender, body.
  private func read(_ message: AMQPMessage) throws -> ComplaintReported {
    let properties = message.properties
    let headers = properties.headers.entries.map { entry -> (String, HeaderValue) in
      if case .int64(let number) = entry.value { return (entry.key, .integer(number)) }
      return (entry.key, entry.value.text.map(HeaderValue.string) ?? .unusable)
    }
    let transport = TransportMessage(
      exchange: message.exchange, routingKey: message.routingKey, contentType: properties.contentType,
      headers: Dictionary(headers) { first, _ in first }, userID: properties.userID, body: message.body)
    let envelope = try CloudEventsCodec.decode(transport)
    _ = try SenderIdentity.identify(transport, envelope)
    return try ComplaintReported.read(envelope.data)
  }

  @Test("every recorded complaint is well made, in binary and in structured mode")
  func wellMade() throws {
    let complaints = try RecordedComplaintTests.all()
    var contentTypes: Set<String> = []
    for recorded in complaints {
      let message = try self.message(self.office.submission(of: recorded))
      contentTypes.insert(message.properties.contentType ?? "")
      #expect(try self.read(message) == self.office.report(of: recorded))
    }
    #expect(contentTypes == [CloudEvent.binaryContentType, CloudEvent.structuredContentType])
  }

  @Test("two runs with one seed hand in the same, another seed something else")
  func repeatable() throws {
    let recorded = try RecordedComplaintTests.all()[17]
    let again = PropertyOffice(chance: Chance(seed: 42), pace: .lifelike)
    let other = PropertyOffice(chance: Chance(seed: 43), pace: .lifelike)
    #expect(try self.message(again.submission(of: recorded)) == self.message(self.office.submission(of: recorded)))
    #expect(try self.message(other.submission(of: recorded)) != self.message(self.office.submission(of: recorded)))
  }

  @Test("fifty complaints are repeated, half of them word for word, half under a new id")
  func repetitions() throws {
    let complaints = try RecordedComplaintTests.all()
    let deeds = try self.office.repetitions(50, of: complaints)
    #expect(Set(deeds.map(\.subject)).count == 50)
    let firsts = Dictionary(uniqueKeysWithValues: complaints.map { ($0.reference, $0) })
    var exact = 0
    for deed in deeds {
      let recorded = try #require(firsts[deed.subject])
      #expect(deed.dueAt >= recorded.receivedAt)
      let (first, second) = (try self.message(self.office.submission(of: recorded)), try self.message(deed))
      exact += first == second ? 1 : 0
      #expect(try self.read(first) == self.read(second))
    }
    #expect(exact == 25)
  }

  @Test("each broken message is refused, whichever way it is broken", arguments: BrokenMessage.allCases)
  func broken(_ kind: BrokenMessage) throws {
    let report = self.office.report(of: try RecordedComplaintTests.all()[3])
    let message = try kind.message(like: report, at: report.receivedAt)
    #expect(message.routingKey == ComplaintReported.type, "the topic permission must let it pass")
    switch kind {
    case .unknownProject: #expect(try self.read(message).unit.project.text == "NOWHERE")
    case .inTheFuture: #expect(try self.read(message).receivedAt > Date())
    case .conflict: #expect(try self.read(message) != report)
    default: #expect(throws: Rejected.self) { try self.read(message) }
    }
  }

  @Test("broken messages are broken in twenty ways; the contradiction waits for the registration")
  func brokenMessages() throws {
    let complaints = try RecordedComplaintTests.all()
    let deeds = try self.office.brokenMessages(20, of: complaints)
    #expect(BrokenMessage.allCases.count == 20)
    #expect(
      Set(deeds.map(\.subject))
        == Set(BrokenMessage.allCases.map(\.rawValue)).subtracting([BrokenMessage.conflict.rawValue]))
    let first = self.office.report(of: complaints[0])
    let number = ComplaintNumber(project: first.unit.project, year: 2023, serial: 1)
    let registered = ComplaintRegistered(
      complaint: number, source: PropertyOffice.source, reference: first.reference, receivedAt: first.receivedAt,
      registeredAt: first.receivedAt, channel: first.channel, kind: first.kind, category: .engineeringQuality,
      grade: .general, unit: first.unit, buildingPart: first.buildingPart)
    let deed = try #require(try self.office.conflict(after: registered, of: complaints[0], brokenMessages: 20))
    #expect(deed.dueAt > first.receivedAt)
    #expect(try self.office.conflict(after: registered, of: complaints[1], brokenMessages: 20) == nil)
    #expect(try self.office.conflict(after: registered, of: complaints[0], brokenMessages: 19) == nil)
  }
}
