import Foundation
import Messages
import TestSupport
import Testing

@testable import RedressTool

/// What an operator decides about several messages, and what a single question is answered.
@Suite struct DecisionTests {
  @Test(
    "One that fails keeps no other from being tried, and every outcome is printed", arguments: ["replay", "discard"])
  func oneFails(action: String) async throws {
    let intake = try Self.intake()
    let dispatch = try StubService(.silent)
    defer { for stub in [intake, dispatch] { stub.stop() } }
    let ids = ["dispatch/1", "dispatch/2", "intake/2", "intake/3", "intake/1"]
    let result = try await Program.run(
      ["quarantine", action] + ids + ["--by", "li.na", "--reason", "a test"],
      addresses: [.intake: intake.address, .dispatch: dispatch.address])
    #expect(result.status == 2, "\(result.output)")
    let lines = result.output.split(separator: "\n")
    func outcome(_ id: String) -> String { lines.first { $0.hasPrefix("\(id) ") }.map(String.init) ?? "" }
    #expect(outcome("dispatch/1").contains("failed: dispatch does not answer"), "\(result.output)")
    #expect(outcome("dispatch/2").contains("not tried"), "one that has stopped costs its time limit once")
    #expect(outcome("intake/1").contains(action == "replay" ? "handled" : "discarded"), "\(result.output)")
    #expect(outcome("intake/2").contains("failed: intake refuses (422): by: Too long."), "\(result.output)")
    #expect(outcome("intake/3").contains("not in quarantine"), "\(result.output)")
  }

  @Test("What is not there is found nothing, by every command alike")
  func notThere() async throws {
    let intake = try Self.intake()
    defer { intake.stop() }
    for arguments in [["show", "intake/3"], ["replay", "intake/3"], ["discard", "intake/3", "--reason", "a test"]] {
      let result = try await Program.run(
        ["quarantine"] + arguments + ["--by", "li.na"], addresses: [.intake: intake.address])
      #expect(result.status == 1, "\(arguments): \(result.output)")
    }
  }

  @Test("Where nobody knows who decides, the option is named and nothing is asked")
  func nobody() async throws {
    let intake = try Self.intake()
    defer { intake.stop() }
    let result = try await Program.run(["quarantine", "replay", "intake/1"], addresses: [.intake: intake.address])
    #expect(result.status == 2)
    #expect(result.output.contains("--by NAME"), "\(result.output)")
    #expect(intake.requests == [])
  }

  @Test("A list that finds nothing for a reason names the reason, and what else is there")
  func filter() async throws {
    let intake = try StubService.well(.intake)
    defer { intake.stop() }
    let result = try await Program.run(
      ["quarantine", "list", "--service", "intake", "--code", "conflict"], addresses: [.intake: intake.address])
    #expect(result.status == 0)
    #expect(
      result.output.contains("Nothing is in the quarantine of intake for the reason conflict; 1 for other reasons."),
      "\(result.output)")
    let replay = try await Program.run(
      ["quarantine", "replay", "--all", "--service", "intake", "--code", "conflict", "--by", "li.na"],
      addresses: [.intake: intake.address])
    #expect(replay.status == 0)
    #expect(replay.output.contains("for the reason conflict"), "\(replay.output)")
  }

  @Test("Bytes go to a new file of their reader's alone; a file that is there stays, and nothing is asked for it")
  func bodyFile() async throws {
    let directory = URL.temporaryDirectory.appending(path: "redress-body-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let intake = try Self.intake()
    defer { intake.stop() }
    let file = directory.appending(path: "body").path
    func show(_ id: String, _ path: String, _ more: String...) async throws -> Command.Result {
      try await Program.run(
        ["quarantine", "show", id, "--body", path, "--reason", "a test", "--by", "li.na"] + more,
        addresses: [.intake: intake.address])
    }
    func content() -> String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    #expect(try await show("intake/1", file).status == 0)
    #expect(content() == "the bytes")
    let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
    let reads = intake.requests.count { $0.hasSuffix("/read") }
    try Data("mine".utf8).write(to: URL(filePath: file))

    let second = try await show("intake/1", file)
    #expect(second.status == 2 && second.output.contains("--force"), "\(second.output)")
    #expect(content() == "mine")
    #expect(try await show("intake/1", directory.appending(path: "none/body").path).status == 2)
    #expect(try await show("intake/1", "/dev/null", "--force").status == 2)
    #expect(intake.requests.count { $0.hasSuffix("/read") } == reads, "a read that cannot succeed is not written down")

    #expect(try await show("intake/4", file, "--force").status == 2, "its bytes are gone")
    #expect(content() == "mine")
    #expect(try await show("intake/1", file, "--force").status == 0)
    #expect(content() == "the bytes")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["body"])
  }

  /// Message 1 does what is asked, 2 refuses, 3 is not there, 4 is there without its bytes.
  private static func intake() throws -> StubService {
    let one = """
      {"entry": \(StubService.entry(1, of: .intake).replacing(#""quarantined""#, with: #""processed""#)),
       "properties": {}, "notes": [], "body": {"bytes": 9, "form": "text", "fields": []}}
      """
    return try StubService(
      .answers(as: .intake) { line in
        switch line {
        case "GET /admin/quarantine/1", "GET /admin/quarantine/4": (200, one)
        case "POST /admin/quarantine/1/read": (200, "the bytes")
        case let line where line.hasPrefix("POST /admin/quarantine/1/"): (200, "{}")
        case let line where line.hasPrefix("POST /admin/quarantine/2/"):
          (422, #"{"faults": [{"path": "by", "code": "invalid", "message": "Too long."}]}"#)
        default: (404, #"{"title": "No message in quarantine has this number."}"#)
        }
      })
  }
}
