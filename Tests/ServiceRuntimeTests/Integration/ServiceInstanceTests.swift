import AMQP
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@testable import ServiceRuntime

/// A whole service in this process, with its own role and user, on a real broker and a real database.
@Suite(.broker(definitions: true), .database(schemas: true))
struct ServiceInstanceTests {
  @Test func aServiceIsReadyAnswersAndStops() async throws {
    let service = try tinyService()
    async let run: Void = service.run()
    let addresses = try await within(.seconds(10), "the service is ready") { try await service.ready() }
    let http = try #require(URL(string: "http://\(addresses.http)"))
    let admin = try #require(URL(string: "http://\(addresses.admin)"))
    #expect(try await post(http, "heard", Data()).status == 201)
    #expect(try await get(http, "heard").text == #"{"count":[1]}"#)
    #expect(try await get(admin, "health/live").status == 200)
    let ready = try await get(admin, "health/ready")
    #expect(ready.status == 200)
    for check in [
      "service", "schema", "database", "broker", "outbox", "routing", "consumer of callback.dispatch.events",
    ] {
      #expect(ready.text.contains(#"{"name":"\#(check)","reason""#), "\(ready.text)")
    }
    #expect(try await get(admin, "metrics").status == 200)
    service.stop()
    try await run
    await #expect(throws: (any Error).self) { try await get(http, "heard") }
    await #expect(throws: (any Error).self) { try await get(admin, "health/live") }
  }

  @Test("A stop in the middle of a batch finishes and acknowledges it; no message is heard twice, none is lost")
  func stoppingFinishesTheRunningBatch() async throws {
    let first = try tinyService(["INBOX_BATCH_SIZE": "50", "INBOX_BATCH_DELAY": "200ms"])
    let turn = try await holdTurn()
    async let run: Void = first.run()
    _ = try await first.ready()
    try await publish(120)
    try await eventually("the batch waits for its turn") {
      try await count("pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0
    }
    first.stop()
    await turn.close()
    try await run
    #expect(try await (1...50).contains(count("callback.heard")))

    let second = try tinyService()
    async let runAgain: Void = second.run()
    try await eventually("everything is heard") {
      try await count("callback.heard") == 120
    }
    second.stop()
    try await runAgain
    let counts = try await TestDatabase.current.run(
      "SELECT (SELECT count(DISTINCT key) FROM callback.heard), count(*), sum(repeats) FROM callback.inbox_message")
    #expect(counts == "120|120|0")
    try await eventually("the queue is empty") {
      try await TestBroker.current.queueDepth("callback.dispatch.events") == 0
    }
  }

  @Test func aBatchThatDoesNotEndIsCutOffAndComesAgain() async throws {
    let first = try tinyService(["STOP_TIMEOUT": "300ms"])
    let turn = try await holdTurn()
    async let run: Void = first.run()
    _ = try await first.ready()
    try await publish(3)
    try await eventually("the batch waits for its turn") {
      try await count("pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0
    }
    first.stop()
    // Whether a part was cut off or the batch was given back in time, nothing of it has been written.
    try? await run
    #expect(try await count("callback.heard") == 0)
    await turn.close()

    let second = try tinyService()
    async let runAgain: Void = second.run()
    try await eventually("everything is heard") {
      try await count("callback.heard") == 3
    }
    second.stop()
    try await runAgain
  }

  @Test func quarantineIsListedAndDecidedAbout() async throws {
    let service = try tinyService()
    async let run: Void = service.run()
    let addresses = try await service.ready()
    let admin = try #require(URL(string: "http://\(addresses.admin)"))
    let sample = CaseClosed.samples[0]
    try await publish([sample, sample, sample])
    try await eventually("three messages are in quarantine") {
      try await count("callback.inbox_message WHERE state = 'quarantined'") == 3
    }
    let page = try await get(admin, "admin/quarantine?limit=2")
    #expect(page.text.hasSuffix(#""next":2}"#), "\(page.text)")
    #expect(!page.text.contains("outcome"))
    #expect(try await get(admin, "admin/quarantine?limit=501&after=x").status == 422)

    let decision = Data(#"{"by": "li.na", "reason": "a test"}"#.utf8)
    #expect(try await post(admin, "admin/quarantine/1/discard", Data(#"{"by": "li.na"}"#.utf8)).status == 422)
    #expect(try await post(admin, "admin/quarantine/1/discard", decision).status == 200)
    #expect(try await post(admin, "admin/quarantine/1/discard", decision).status == 404)
    #expect(try await post(admin, "admin/quarantine/two/replay", decision).status == 404)
    #expect(try await post(admin, "admin/quarantine/2/replay", decision).status == 200)
    try await eventually("the replayed message has failed once more") {
      try await count("callback.inbox_message WHERE arrival = 2 AND state = 'quarantined'") == 1
    }
    service.stop()
    try await run
  }

  @Test func aWrongDatabasePasswordEndsTheService() async throws {
    let url = try TestDatabase.current.url(role: "callback").replacing(/callback:[^@]+@/, with: "callback:wrong@")
    let failure = await #expect(throws: ServiceFailure.self) {
      try await within(.seconds(10), "the end") { try await tinyService(["DATABASE_URL": url]).run() }
    }
    #expect(failure?.part == "migrations")
    #expect((failure?.underlying as? PostgresError)?.sqlState == "28P01")
  }

  @Test func aWrongBrokerPasswordEndsTheService() async throws {
    let url = try TestBroker.current.amqpURL(user: "callback").replacing(/callback:[^@]+@/, with: "callback:wrong@")
    let failure = await #expect(throws: ServiceFailure.self) {
      try await within(.seconds(10), "the end") { try await tinyService(["AMQP_URL": url]).run() }
    }
    #expect(failure?.part == "broker link")
    #expect((failure?.underlying as? AMQPError)?.code == .refused)
  }

  @Test func aMigrationThatWasChangedEndsTheService() async throws {
    let service = try tinyService()
    async let run: Void = service.run()
    _ = try await service.ready()
    service.stop()
    try await run
    try await TestDatabase.current.run(
      "UPDATE callback.schema_migration SET checksum = 'other' WHERE sequence = 'callback'")
    let failure = await #expect(throws: ServiceFailure.self) { try await tinyService().run() }
    #expect(failure?.part == "migrations")
    #expect((failure?.underlying as? PostgresError)?.code == .migration)
  }

  @Test func aDatabaseThatIsNotThereIsWaitedFor() async throws {
    let service = try tinyService(["DATABASE_URL": "postgres://callback:x@127.0.0.1:1/redress"])
    async let run: Void = service.run()
    let admin = try await adminURL(of: service)
    let ready = try await get(admin, "health/ready")
    #expect(ready.status == 503)
    #expect(ready.text.contains(#"{"name":"schema","reason":"not migrated yet","status":"failing"}"#))
    #expect(try await get(admin, "health/live").status == 200)
    service.stop()
    try await run
  }

  @Test func withoutABrokerPeopleAreServedAndTheServiceIsNotReady() async throws {
    let service = try tinyService(["AMQP_URL": "amqp://callback:x@127.0.0.1:1/redress"])
    async let run: Void = service.run()
    let admin = try await adminURL(of: service)
    try await eventually("people are served") {
      guard let address = service.addresses?.http, let http = URL(string: "http://\(address)") else { return false }
      return try await post(http, "heard", Data()).status == 201
    }
    let ready = try await get(admin, "health/ready")
    #expect(ready.status == 503)
    #expect(ready.text.contains(#"{"name":"broker","reason":"#))
    service.stop()
    try await run
  }
}

/// Rows of the test's own database.
private func count(_ rows: String) async throws -> Int {
  Int(try await TestDatabase.current.run("SELECT count(*) FROM \(rows)")) ?? -1
}

extension ServiceInstanceTests {
  private func tinyService(_ settings: [String: String] = [:]) throws -> ServiceInstance<TinyService> {
    let environment = [
      "AMQP_URL": try TestBroker.current.amqpURL(user: "callback"),
      "DATABASE_URL": try TestDatabase.current.url(role: "callback"), "DATABASE_POOL_SIZE": "4", "HTTP_PORT": "0",
      "ADMIN_PORT": "0",
    ]
    let configuration = try ServiceConfiguration(
      service: .callback, environment: environment.merging(settings) { $1 })
    return try ServiceInstance(TinyService.self, configuration: configuration, logger: quiet)
  }

  private func adminURL(of service: ServiceInstance<TinyService>) async throws -> URL {
    try await eventually("the admin server listens") { service.adminAddress != nil }
    let address = try #require(service.adminAddress)
    return try #require(URL(string: "http://\(address)"))
  }

  /// Holds the lock that each batch of the tiny service takes, until the session is closed.
  private func holdTurn() async throws -> PostgresSession {
    let configuration = try PostgresConfiguration(url: TestDatabase.current.url, applicationName: "test")
    let session = try await PostgresSession.connect(configuration: configuration, logger: quiet)
    _ = try await session.execute(HoldTurn())
    return session
  }

  private func publish(_ count: Int) async throws {
    let sample = CaseHandled.samples[0]
    try await self.publish(Array(repeating: sample, count: count))
  }

  /// Publishes as dispatch does, each with an identifier of its own.
  private func publish<M: Message>(_ messages: [M]) async throws {
    let publisher = AMQPPublisher(
      configuration: try AMQPConfiguration(
        url: TestBroker.current.amqpURL(user: "dispatch"), connectionName: "test"), logger: quiet)
    let run = Task { await publisher.run() }
    for message in messages {
      let envelope = Envelope(
        id: UUID().uuidString, source: "/dispatch", type: M.type, subject: message.subject, time: Date(),
        data: try MessageCoding.encode(message))
      try await publisher.publish(CloudEventsCodec.encode(envelope, exchange: "dispatch.events").amqpMessage)
    }
    run.cancel()
    await run.value
  }
}
