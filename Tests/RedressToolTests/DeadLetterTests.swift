import AMQP
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import TestSupport
import Testing

@testable import RedressTool

/// What lies among the broker's dead letters, seen by a user who may do nothing else there.
@Suite(.broker(definitions: true), .database(schemas: true)) struct DeadLetterTests {
  @Test("Dead letters are counted, found by verify and told with the list; a queue that never was is none")
  func counted() async throws {
    let observer = try TestBroker.current.amqpURL(user: "observer")
    let dead = try DeadLetters(url: observer)
    #expect(try await dead.counts() == [])
    try await Self.bury(2, of: .intake)
    #expect(try await dead.counts() == [DeadLetters.Count(service: .intake, messages: 2)])
    #expect(try await dead.counts(of: [.dispatch]) == [])

    try await ScratchSystem.create()
    let database = try Database(url: TestDatabase.current.url(role: "auditor"))
    let verification = Verification(grace: .zero, excepted: [], deadLetters: dead)
    let report = try await database.open { try await verification.run(in: $0) }
    #expect(report.findings.map(\.invariant) == [.deadLetters])
    #expect(report.findings.first?.found.contains("2 messages in intake.dead") == true)
    let without = Verification(grace: .zero, excepted: [])
    let silent = try await database.open { try await without.run(in: $0) }
    #expect(silent.text(limit: 1).hasSuffix("nobody has looked for dead letters (--broker-url)"))

    let intake = try StubService.well(.intake)
    defer { intake.stop() }
    let list = try await Program.run(
      ["quarantine", "list", "--service", "intake", "--broker-url", observer], addresses: [.intake: intake.address])
    #expect(list.status == 0)
    #expect(list.output.contains("2 in the broker's queue intake.dead"), "\(list.output)")
  }

  @Test("A broker that does not answer hides no quarantine, and is told of")
  func brokerDown() async throws {
    let intake = try StubService.well(.intake)
    defer { intake.stop() }
    let list = try await Program.run(
      ["quarantine", "list", "--service", "intake", "--broker-url", "amqp://observer:x@127.0.0.1:1/redress"],
      addresses: [.intake: intake.address])
    #expect(list.status == 2)
    #expect(list.output.contains("intake/1") && list.output.contains("The broker does not answer"), "\(list.output)")
  }

  private static func bury(_ count: Int, of service: Service) async throws {
    let configuration = try AMQPConfiguration(
      url: TestBroker.current.amqpURL(user: service.rawValue), connectionName: "test")
    try await AMQPErrand(configuration: configuration).apply(
      Topology(
        exchanges: [.own("\(service.rawValue).dlx")], queues: [.quorum("\(service.rawValue).dead")],
        bindings: [
          Topology.Binding(
            exchange: "\(service.rawValue).dlx", queue: "\(service.rawValue).dead", routingKey: "#")
        ]))
    let publisher = AMQPPublisher(
      configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await publisher.run() }
      defer { group.cancelAll() }
      for number in 1...count {
        let message = TransportMessage(
          exchange: "\(service.rawValue).dlx", routingKey: "x", messageID: "\(number)", body: [])
        try await publisher.publish(message.amqpMessage)
      }
    }
  }
}
