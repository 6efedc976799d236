import Foundation
import Messages
import Postgres
import TestSupport
import Testing

@testable import RedressTool

/// The timeline of a case out of five schemas, read as the auditor.
@Suite(.database(schemas: true)) struct TimelineTests {
  @Test("Every event out and every message in stands on a line, in both languages, in order of time")
  func closedCase() async throws {
    try await ScratchSystem.create()
    let timeline = try #require(try await Self.read(ScratchSystem.closed))
    #expect(timeline.entries.count(where: { $0.kind == .out }) == 15)
    #expect(timeline.entries.count(where: { $0.kind == .in }) == 15)
    #expect(timeline.entries == Timeline.ordered(timeline.entries.shuffled()))
    let text = timeline.text
    for part in ["已关闭 closed", "投诉已登记 complaint registered", "项目部 project department", "轮次 round 2", "/pms PMS-1"] {
      #expect(text.contains(part), "\(part) in\n\(text)")
    }
  }

  @Test("What waits is told: limits, the outbox, messages that are tried again or lie in quarantine")
  func waiting() async throws {
    try await ScratchSystem.create()
    let number = ScratchSystem.registered
    try await TestDatabase.current.run(
      """
      INSERT INTO callback.inbox_message (consumer, message_id, subject, state, attempts, next_attempt_at, envelope,
        last_error)
      VALUES ('callback.dispatch.events', gen_random_uuid(), '\(number)', 'retrying', 3, now(), '', 'case-unknown');
      INSERT INTO contractors.inbox_message (consumer, message_id, arrival, subject, state, attempts, envelope, faults)
      VALUES ('contractors.dispatch.events', gen_random_uuid(), 17, '\(number)', 'quarantined', 1, '', '[{}]');
      INSERT INTO dispatch.outbox_message (lane, message_id, subject, exchange, routing_key, headers, body)
      VALUES (3, gen_random_uuid(), '\(number)', 'dispatch.events', 'case.assigned.v1', '{}', '');
      INSERT INTO dispatch.case_note VALUES ('\(number)', now(), 'assignment', 'li.na', '漏水');
      """)
    let timeline = try #require(try await Self.read(number))
    let text = timeline.text
    for part in [
      "重试 retrying callback.dispatch.events, attempts 3, case-unknown", "redress quarantine show contractors/17",
      "分派 assignment", "人工分派 assigned by hand", "已分派 assigned", "lane 3", "li.na",
    ] {
      #expect(text.contains(part), "\(part) in\n\(text)")
    }
    #expect(!text.contains("漏水"))
  }

  @Test("A number that intake does not know has no timeline")
  func unknown() async throws {
    try await ScratchSystem.create()
    #expect(try await Self.read("CLX-2023-000009") == nil)
  }

  private static func read(_ text: String) async throws -> Timeline? {
    let number = try #require(ComplaintNumber(text))
    return try await Database(url: TestDatabase.current.url(role: "auditor")).open {
      try await Timeline.read(number, in: $0)
    }
  }
}
