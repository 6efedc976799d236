import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// A matter that turns out to be of another kind (`complaint.converted.v1`).
@Suite(.broker(definitions: true), .database(schemas: true)) struct ConversionTests {
  private static func deadlines(_ like: String) async throws -> String {
    try await TestDatabase.current.run("SELECT count(*) FROM dispatch.deadline WHERE name LIKE '\(like)'")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("R-031: an enquiry becomes a complaint, and the case is written with its kind")
  func enquiry() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.enquiry(.heating), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self) { $0.unit == .customerService }
      let envelope = try await world.publish(
        example.converted(from: .enquiry, to: .complaint, .heating), from: .intake, version: 2)
      try await world.events.wait(for: RepairRequested.self)
      try await world.publish(envelope, from: .intake)
      let other = try CaseMessages(serial: 2)
      try await world.publish(other.ownCase(of: .propertyOffice), from: .intake, version: 1)
      try await world.events.wait(for: CaseAssigned.self) { $0.complaint == other.number && $0.unit == .propertyOffice }
      #expect(try world.events.all(RepairRequested.self).count == 1)
      let kind = try await TestDatabase.current.run("SELECT kind FROM dispatch.repair_case ORDER BY number LIMIT 1")
      #expect(kind.contains("complaint"))
    }
  }

  @Test("R-031, R-073: a suggestion becomes a case under its number; its events go on counting, its limits are gone")
  func suggestion() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.suggestion(), from: .intake, version: 1)
      let path = "/suggestions/\(example.number)"
      try await eventually("the suggestion is received") { try await world.api.get(path).status == 200 }
      // A suggestion has no limit that goes by its grade; the message is no fault.
      try await world.publish(example.regraded(to: .important), from: .intake, version: 2)
      try await world.publish(
        example.converted(from: .suggestion, to: .complaint, .heating), from: .intake, version: 3)
      try await world.events.wait(for: RepairRequested.self)
      #expect(try world.events.all(SuggestionClosed.self).map(\.outcome) == [.converted])
      #expect(try await world.api.get(path).text.contains(#""state":"converted""#))
      #expect(try await world.api.get("/cases/\(example.number)").text.contains(#""state":"assigned""#))
      let versions = world.events.all.filter { $0.subject == example.number.text }.compactMap(\.aggregateVersion)
      #expect(versions.count >= 3 && versions == Array(1...Int64(versions.count)))
      #expect(try await Self.deadlines("suggestion-%") == "0")
      #expect(try await Self.deadlines("survey") == "1")
      let late = try await world.api.post("\(path)/replies", #"{"text": "已收到", "by": "li.na"}"#)
      #expect(late.status == 409)
      let refused = try await TestDatabase.current.run(
        "SELECT count(*) FROM dispatch.inbox_message WHERE state <> 'processed'")
      #expect(refused.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }
  }
}
