import Foundation
import Messages
import TestSupport
import Testing

@testable import RedressTool

/// What the tool says when services do not answer, or somebody else does.
@Suite struct ReachTests {
  enum Condition: Sendable, CaseIterable, Equatable {
    case well, down, stopped
  }

  @Test("What can be listed is listed, who does not answer is named, whatever is well, down or stopped")
  func everyCombination() async throws {
    let three: [Service] = [.intake, .dispatch, .reporting]
    let combinations = Condition.allCases.flatMap { first in
      Condition.allCases.flatMap { second in Condition.allCases.map { [first, second, $0] } }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for conditions in combinations {
        group.addTask {
          let stubs = try zip(three, conditions).map { try Self.stub($0, $1) }
          defer { for stub in stubs { stub?.stop() } }
          let clients = try zip(three, stubs).map { service, stub in
            try AdminClient(service, address: stub?.address ?? "http://127.0.0.1:1", limit: .seconds(3))
          }
          let start = ContinuousClock.now
          let listing = await QuarantineDesk(clients: clients).list()
          // All are asked at once: two that have stopped cost one limit.
          #expect(ContinuousClock.now - start < .seconds(5.5), "\(conditions)")
          let well = zip(three, conditions).filter { $1 == .well }.map(\.0)
          #expect(listing.messages.map(\.id.service) == well, "\(conditions)")
          let away = zip(three, conditions).filter { $1 != .well }.map(\.0)
          #expect(listing.failures.count == away.count, "\(conditions)")
          for (service, failure) in zip(away, listing.failures) {
            #expect(failure.problem.hasPrefix("\(service.rawValue) does not answer at 127.0.0.1:"), "\(conditions)")
            #expect(failure.description.contains("\(service.rawValue.uppercased())_ADMIN_URL"), "\(conditions)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("With all five services down the program ends with status 2 and names each, every time")
  func allDown() async throws {
    for _ in 1...5 {
      let result = try await within(.seconds(30), "redress ends") {
        try await Program.run(["quarantine", "list"], addresses: [:])
      }
      #expect(result.status == 2, "\(result.output)")
      for service in Service.all { #expect(result.output.contains("\(service.rawValue) does not answer")) }
    }
  }

  @Test("Replaying all tells of those that cannot be asked, also when nothing is left to replay")
  func replayAllDown() async throws {
    let stub = try StubService(.answers(as: .intake) { _ in (200, #"{"messages": []}"#) })
    defer { stub.stop() }
    let result = try await Program.run(
      ["quarantine", "replay", "--all", "--by", "li.na"], addresses: [.intake: stub.address])
    #expect(result.status == 2, "\(result.output)")
    #expect(result.output.contains("reporting does not answer"))
    #expect(!result.output.contains("nothing to do"), "four have not been asked")
  }

  @Test("A public port, another service's address and what is no service are errors, never an empty quarantine")
  func wrongAddress() async throws {
    let others: [(StubService.Behaviour, String)] = [
      (.answers(as: nil) { _ in (404, #"{"title": "There is no such path."}"#) }, "something else answers there"),
      (.answers(as: nil) { _ in (200, #"{"messages": []}"#) }, "something else answers there"),
      (.answers(as: .dispatch) { _ in (200, #"{"messages": []}"#) }, "that of dispatch is there"),
      (.noise, "does not answer at"),
    ]
    for (behaviour, words) in others {
      let stub = try StubService(behaviour)
      defer { stub.stop() }
      let result = try await Program.run(
        ["quarantine", "list", "--service", "intake"], addresses: [.intake: stub.address])
      #expect(result.status == 2, "\(result.output)")
      #expect(result.output.contains(words) && result.output.contains("INTAKE_ADMIN_URL"), "\(result.output)")
      #expect(!result.output.contains("empty"), "\(result.output)")
    }
  }

  private static func stub(_ service: Service, _ condition: Condition) throws -> StubService? {
    switch condition {
    case .well: try .well(service)
    case .down: nil
    case .stopped: try StubService(.silent)
    }
  }
}
