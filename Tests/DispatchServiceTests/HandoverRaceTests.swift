import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Messaging
import Policy
import Postgres
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

/// A complaint is registered by one instance while another hands its project's cases over.
@Suite(.database(schemas: true)) struct HandoverRaceTests {
  private let example: CaseMessages
  private let handler: DispatchHandler

  init() throws {
    self.example = try CaseMessages(serial: 1)
    self.handler = try DispatchHandler(
      policies: .standard, from: try CalendarDay("2023-01-03"), calendar: .mainlandChina,
      warranty: try WarrantyTable.national())
  }

  @Test("R-062: the hand-over waits for a registration that has begun, and takes its case with it")
  func registrationFirst() async throws {
    let schema = try await MigratedSchema(of: DispatchDefinition.self)
    let withdrawn = ProjectChanged(
      project: self.example.number.project, name: "翠林兰溪园", departmentWithdrawnOn: try CalendarDay("2023-01-03"),
      changedAt: try Self.time("2023-01-03T10:00:00+08:00"))
    try await self.cross(
      try self.message(self.example.registered(.heating)), at: "2023-01-03T10:00:00+08:00",
      try self.message(withdrawn), at: "2023-01-03T10:00:00+08:00", in: schema)
    #expect(try await self.standing(schema) == "assigned|customer-service|t")
  }

  @Test("R-062: the hand-over waits for a person who is just giving the department a case, and takes it with it")
  func assignmentFirst() async throws {
    let schema = try await MigratedSchema(of: DispatchDefinition.self)
    try await schema.withPool(size: 1) { pool in
      let registered = try self.message(self.example.registered(.other))
      try await Self.transact(registered, self.handler, pool, now: try Self.time("2023-01-03T09:00:00+08:00")) {}
    }
    let withdrawn = ProjectChanged(
      project: self.example.number.project, name: "翠林兰溪园", departmentWithdrawnOn: try CalendarDay("2023-01-03"),
      changedAt: try Self.time("2023-01-03T10:00:00+08:00"))
    let action = CaseAction(self.example.number, .assign(.projectDepartment), by: "li.na")
    try await self.cross(
      .action(.onCase(action)), at: "2023-01-03T10:00:00+08:00", try self.message(withdrawn),
      at: "2023-01-03T10:00:00+08:00", in: schema)
    #expect(try await self.standing(schema) == "assigned|customer-service|t")
  }

  @Test("R-062: a registration waits for the hand-over, and goes to customer service though its clock is behind")
  func handoverFirst() async throws {
    let schema = try await MigratedSchema(of: DispatchDefinition.self)
    try await schema.sql("INSERT INTO project_department VALUES ('CLX', '2023-01-04', '2023-01-01T00:00:00Z')")
    let midnight = "2023-01-04T00:00:00+08:00"
    try await self.cross(
      .deadline(Deadline(subject: "CLX", name: "handover", dueAt: try Self.time(midnight), payload: Array("{}".utf8))),
      at: midnight, try self.message(self.example.registered(.heating)), at: "2023-01-03T23:59:59+08:00", in: schema)
    #expect(try await self.standing(schema) == "assigned|customer-service|f")
  }

  /// The first transaction has read when the second one begins, and writes only when that one waits for it.
  private func cross(
    _ first: Input<DispatchAction>, at firstTime: String, _ second: Input<DispatchAction>, at secondTime: String,
    in schema: MigratedSchema
  ) async throws {
    let (firstNow, secondNow) = (try Self.time(firstTime), try Self.time(secondTime))
    let handler = self.handler
    try await schema.withPool(size: 2) { pool in
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (hasRead, reading) = AsyncStream<Void>.makeStream()
        let (mayWrite, writing) = AsyncStream<Void>.makeStream()
        group.addTask {
          try await Self.transact(first, handler, pool, now: firstNow) {
            reading.finish()
            for await _ in mayWrite {}
          }
        }
        for await _ in hasRead {}
        group.addTask { try await Self.transact(second, handler, pool, now: secondNow) {} }
        try await eventually("the second waits for the first") {
          let waiting = try await TestDatabase.current.run(
            """
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
          return waiting.trimmingCharacters(in: .whitespacesAndNewlines) == "1"
        }
        writing.finish()
        try await group.waitForAll()
      }
    }
  }

  private static func transact(
    _ input: Input<DispatchAction>, _ handler: DispatchHandler, _ pool: PostgresPool, now: Date,
    _ beforeWriting: @escaping @Sendable () async -> Void
  ) async throws {
    try await pool.transaction { transaction in
      var first = Pipeline()
      let load = handler.load([input], into: &first)
      var state = try load(try await transaction.execute(first))
      await beforeWriting()
      var effects = Effects()
      _ = try handler.handle(input, state: &state, now: now, effects: &effects)
      var second = Pipeline()
      handler.store(state, into: &second)
      _ = try await transaction.execute(second, committing: true)
    }
  }

  private func message(_ message: some Message) throws -> Input<DispatchAction> {
    let envelope = Envelope(
      id: UUID().uuidString, source: "/intake", type: type(of: message).type, subject: message.subject,
      time: Date(), aggregateVersion: 1, data: try MessageCoding.encode(message))
    let transport = CloudEventsCodec.encode(envelope, exchange: Service.intake.exchange)
    return .message(
      Arrival(key: UUID(), consumer: "dispatch.intake.events", transport: transport, envelope: .success(envelope)),
      envelope)
  }

  private func standing(_ schema: MigratedSchema) async throws -> String {
    try await schema.sql(
      """
      SELECT state, responsible, EXISTS (SELECT FROM case_note WHERE action = 'handover' AND case_note.number = repair_case.number)
      FROM repair_case
      """
    ).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func time(_ text: String) throws -> Date { try #require(RFC3339.date(from: text)) }
}
