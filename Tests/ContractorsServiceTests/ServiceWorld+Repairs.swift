import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport

/// Steps on the way to what a test is about.
extension ServiceWorld {
  static let surveyed = #"{"judgement": "developer-gap", "finding": "防水层开裂", "by": "zhang.wei"}"#
  static let accepted = #"{"accepted": true, "by": "zhang.wei"}"#
  static let signed = #"{"signed": true, "opinion": "修好了"}"#

  /// Announces a project and waits until the service knows it.
  func announceProject(_ project: String = "CLX", worksNumber: Int = 1) async throws {
    guard let code = ProjectCode(project) else { throw TestSupportError("no project code: \(project)") }
    try await self.publish(
      ProjectRegistered(project: code, name: "翠林兰溪园", worksNumber: worksNumber, registeredAt: Date()), from: .intake)
    try await eventually("project \(project) is known") {
      try await Self.sql("SELECT count(*) FROM project WHERE code = '\(project)'") == "1"
    }
  }

  /// Lists a contractor who logs in as `user`.
  @discardableResult
  func list(_ code: String, _ trades: [Trade] = [.waterproofing], user: String) async throws -> TestHTTP.Answer {
    let words = trades.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    return try await self.api.put(
      "/contractors/\(code)", #"{"name": "\#(code) 工程有限公司", "trades": [\#(words)], "brokerUser": "\#(user)"}"#)
  }

  /// Requests a repair and waits until its order is there.
  func open(_ repair: RepairCase) async throws {
    try await self.publish(repair.requested(), from: .dispatch)
    try await self.expect(repair, "created")
  }

  /// Brings a repair to its commission letter.
  func commission(_ repair: RepairCase) async throws -> RepairCommissioned {
    try await self.open(repair)
    _ = try await self.api.post(repair.path + "/survey", Self.surveyed)
    let events = try await self.events.wait(for: RepairCommissioned.self) { $0.order == repair.order }
    guard let event = events.first else { throw TestSupportError("no commission") }
    return event
  }

  /// Reports a repair finished and waits until that is announced for the `count`th time.
  func complete(_ commission: CommissionNumber, as user: String, reference: String, count: Int = 1) async throws {
    try await self.publish(RepairCase.completion(commission, reference: reference), as: user)
    try await self.events.wait(for: RepairCompleted.self, count: count)
  }

  func expect(_ repair: RepairCase, _ state: String) async throws {
    try await eventually("\(repair.order) is \(state)") {
      try await self.api.get(repair.path).text.contains(#""state":"\#(state)""#)
    }
  }

  /// The versions of a case's events, in the order in which they were published.
  func versions(of repair: RepairCase) -> [Int64] {
    self.events.all.filter { $0.subject == repair.complaint.text }.compactMap(\.aggregateVersion)
  }

  /// Asks the service's own tables.
  @discardableResult
  static func sql(_ statement: String) async throws -> String {
    try await TestDatabase.current.run("SET search_path = contractors; \(statement)")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
