import Crypto
import Foundation
import Messages
import TestSupport
import Testing
import WorkCalendar

@testable import Policy

/// Policies as files: what an operator's directory may say, and that everything wrong with it is named at once.
@Suite struct PolicyFileTests {
  private static func text(of name: String) throws -> String {
    String(decoding: try #require(PolicyRegister.embedded.first { $0.name == name }).bytes, as: UTF8.self)
  }

  /// The directory with its checksums, as `sha256sum *.json > SHA256SUMS` leaves it.
  private static func released(_ files: [(name: String, text: String)]) -> [PolicyRegister.Source] {
    let sums = files.map { file in
      SHA256.hash(data: Data(file.text.utf8)).map { String(format: "%02x", $0) }.joined() + "  \(file.name)\n"
    }
    return files.map { ($0.name, Array($0.text.utf8)) } + [(PolicyRegister.checksumFile, Array(sums.joined().utf8))]
  }

  private static func faults(_ files: [PolicyRegister.Source]) throws -> [String] {
    let error = #expect(throws: Rejected.self) { try PolicyRegister(files: files) }
    return try #require(error).faults.map { "\($0.path) \($0.code.rawValue)" }
  }

  @Test("R-011: a new version in an operator's directory is in force from its day on, the old one stays for its timers")
  func newVersion() throws {
    let second = try Self.text(of: "cohl-1.json")
      .replacing(#""version": 1"#, with: #""version": 2"#).replacing("2000-01-01", with: "2026-03-01")
      .replacing(#""R-108": {"workingDays": 2"#, with: #""R-108": {"workingDays": 3"#)
    let register = try PolicyRegister(files: Self.released([("cohl-2.json", second)]))
    #expect(try register.profile(PolicyProfile.cohl.reference).limit(.survey).amount == 2)
    #expect(try register.profile(named: "cohl", on: .last).limit(.survey).amount == 3)
  }

  @Test("R-011: a released version that was changed is refused, by its checksum")
  func changedVersion() throws {
    let own = try Self.text(of: "vanke-1.json").replacing("vanke", with: "own")
    var files = Self.released([("own-1.json", own)])
    files[0].bytes.append(UInt8(ascii: "\n"))
    #expect(try Self.faults(files) == ["own-1.json conflict"])
  }

  @Test("R-011: a released version that was taken away is missed")
  func missingVersion() throws {
    let own = try Self.text(of: "vanke-1.json").replacing("vanke", with: "own")
    let files = Self.released([("own-1.json", own), ("own-2.json", own)]).filter { $0.name != "own-2.json" }
    #expect(try Self.faults(files) == ["own-2.json not-found"])
  }

  @Test("Policies without checksums have not been released")
  func unreleased() throws {
    let own = try Self.text(of: "vanke-1.json").replacing("vanke", with: "own")
    #expect(try Self.faults([("own-1.json", Array(own.utf8))]) == ["SHA256SUMS missing"])
    let late = Self.released([("own-1.json", own)]) + [("own-2.json", Array("{}".utf8))]
    #expect(try Self.faults(late).contains("own-2.json missing"))
  }

  @Test("A version that comes with redress cannot be said anew")
  func embeddedVersion() throws {
    let changed = try Self.text(of: "cohl-1.json").replacing(
      #""R-108": {"workingDays": 2"#, with: #""R-108": {"hours": 2"#)
    #expect(try Self.faults(Self.released([("cohl-1.json", changed)])) == ["cohl-1.json conflict"])
    _ = try PolicyRegister(files: Self.released([("cohl-1.json", try Self.text(of: "cohl-1.json"))]))
  }

  @Test("Everything that is wrong with a file is named at once")
  func everyFault() throws {
    let text = """
      {
        "profile": "Own", "version": 0, "name": {"chinese": "自有"}, "from": "2026-02-30", "switches": ["shout"],
        "commissionNumberPrefix": "x", "satisfiedFromScore": 6, "colour": "red",
        "limits": {
          "R-999": {"hours": 1, "source": "s"},
          "R-021": {"workingDays": 1},
          "R-023": {"workingDays": 0, "source": "s"},
          "R-024": {"workingDays": 1, "hours": 2, "source": "s"},
          "R-054": {"fortnights": 1, "source": "s", "grades": {"tiny": {"hours": 1, "source": "s"}}},
          "R-108": 2
        }
      }
      """
    let error = #expect(throws: Rejected.self) { try PolicyFile(name: "own-1.json", Array(text.utf8)) }
    #expect(
      Set(try #require(error).faults.map { "\($0.path) \($0.code.rawValue)" }) == [
        "own-1.json: profile invalid", "own-1.json: version invalid", "own-1.json: name.english missing",
        "own-1.json: from invalid", "own-1.json: switches[0] unknown-value",
        "own-1.json: commissionNumberPrefix invalid", "own-1.json: satisfiedFromScore invalid",
        "own-1.json: colour unknown-value", "own-1.json: limits.R-999 unknown-value",
        "own-1.json: limits.R-021.source missing", "own-1.json: limits.R-023.workingDays invalid",
        "own-1.json: limits.R-024 invalid", "own-1.json: limits.R-054 invalid",
        "own-1.json: limits.R-054.grades.tiny unknown-value", "own-1.json: limits.R-108 wrong-type",
        "own-1.json: limits.R-108.source missing", "own-1.json: limits.R-108 invalid",
      ])
  }

  @Test("What is no JSON, given twice, or called otherwise than it says is refused")
  func brokenFiles() throws {
    func faults(_ name: String, _ text: String) throws -> [String] {
      let error = #expect(throws: Rejected.self) { try PolicyFile(name: name, Array(text.utf8)) }
      return try #require(error).faults.map { "\($0.path) \($0.code.rawValue)" }
    }
    #expect(try faults("own-1.json", "{").count == 1)
    let text = try Self.text(of: "vanke-1.json")
    #expect(try faults("own-1.json", text) == ["own-1.json invalid"])
    #expect(
      try faults("vanke-1.json", text.replacing(#""R-023""#, with: #""R-021""#)) == [
        "vanke-1.json: limits.R-021 invalid"
      ])
  }

  @Test("The newest version of a profile has every limit that the services ask for")
  func missingLimit() throws {
    let own = try Self.text(of: "vanke-1.json").replacing("vanke", with: "own")
      .replacing(#"    "R-023": {"workingDays": 2, "source": "manual §9.2.4"},\#n"#, with: "")
    #expect(try Self.faults(Self.released([("own-1.json", own)])) == ["own-1.json: limits.R-023 missing"])
  }

  @Test("R-011: versions that would be in force at once are refused")
  func overlappingVersions() throws {
    let second = try Self.text(of: "cohl-1.json").replacing(#""version": 1"#, with: #""version": 2"#)
    #expect(try Self.faults(Self.released([("cohl-2.json", second)])) == ["cohl-2.json: from invalid"])
  }

  @Test("R-011: assignments name a profile that there is, one at a time for each company and project")
  func assignments() throws {
    func faults(_ list: String) throws -> [String] {
      try Self.faults(Self.released([("assignments.json", #"{"assignments": [\#(list)]}"#)]))
    }
    #expect(
      try faults(
        #"{"project": "CLX", "profile": "vanke", "from": "2026-01-01"}, {"project": "CLX", "profile": "cohl", "from": "2026-05-01"}"#
      ) == ["assignments.json: assignments[1] invalid"])
    #expect(
      try faults(#"{"project": "CLX", "profile": "none", "from": "2026-01-01"}"#) == [
        "assignments.json: assignments[0].profile not-found"
      ])
    #expect(
      try faults(#"{"profile": "cohl", "from": "2026-01-02", "until": "2026-01-01"}"#) == [
        "assignments.json: assignments[0] invalid", "assignments.json: assignments[0].until invalid",
      ])
    let register = try PolicyRegister(
      files: Self.released([
        (
          "assignments.json",
          #"{"assignments": [{"project": "CLX", "profile": "vanke", "from": "2026-01-01", "until": "2026-06-01"}, {"project": "CLX", "profile": "cohl", "from": "2026-06-01"}]}"#
        )
      ]))
    #expect(try register.profile(project: ProjectCode("CLX"), on: .init("2026-05-31")) == .vanke)
    #expect(try register.profile(project: ProjectCode("CLX"), on: .init("2026-06-01")) == .cohl)
  }

  @Test("R-011: the versions that come with redress are those that were released")
  func embeddedChecksums() throws {
    let sums = PolicyRegister.embedded.map { file in
      SHA256.hash(data: file.bytes).map { String(format: "%02x", $0) }.joined() + "  \(file.name)\n"
    }
    #expect(try RecordedFile("Shared/Policy/Profiles/SHA256SUMS").holds(sums.joined()))
  }
}
