import Foundation
import IntakeDomain
import Messages
import TestSupport
import Testing

/// Photos and films as real tools made them (Tests/Media/make.sh), each with the place of its taking in every way that the
/// tool knows: what others see of them.
struct MediaFileTests {
  private static let names = [
    "chained.mp4", "film.mov", "film.mp4", "fragments.mp4", "lossless.webp", "moving.webp", "photo.heic", "photo.webp",
    "plain.webp", "sound.m4a",
    "streamed.mp4", "subtitled.mp4", "two-photos.heic", "uncompressed.mov",
  ]

  /// What make.sh has put into them; the last is 22.5364 as EXIF and XMP write it.
  private static let secrets = ["Secret", "22.5364", "GPS", "22,32", "SecretTrack", "timecode"]

  @Test("R-038: nothing of place, time and owner stays in the bytes of a photo or a film", arguments: Self.names)
  func bytes(_ name: String) throws {
    let whole = try Self.read(name)
    let type = try EvidenceType(sniffing: whole)
    let shown = try Evidence.withoutMetadata(whole, type)
    for secret in Self.secrets { #expect(Data(shown).firstRange(of: Data(secret.utf8)) == nil, "\(secret)") }
    // The time of their making, 2023-01-03 01:12, as films count it.
    #expect(Data(shown).firstRange(of: Data([0xDF, 0xD9, 0x31, 0x60])) == nil)
    if type != .webp { #expect(shown.count == whole.count) }
    if name == "plain.webp" { #expect(shown == whole) }
    // What is clean already stays as it is.
    #expect(try Evidence.withoutMetadata(shown, type) == shown)
  }

  @Test("R-038: exiftool finds where the originals were taken, and nothing in what is shown") func metadata()
    async throws
  {
    try await Self.withShown { originals, shown in
      let before = try await Self.exiftool(originals)
      let after = try await Self.exiftool(shown)
      for name in Self.names {
        let telling = { (tags: [String: String]) in
          tags.filter { tag, value in
            let group = tag.prefix { $0 != ":" }
            return ["GPS", "Keys", "UserData", "ItemList", "Track3"].contains(group) || group.hasPrefix("XMP")
              || tag.contains("GPS") || Self.secrets.contains(where: value.contains)
              || tag.hasSuffix("Date") && group != "System" && !value.hasPrefix("0000")
          }
        }
        if name != "plain.webp" { #expect(telling(before[name, default: [:]]).count > 2, "\(name)") }
        let told = telling(after[name, default: ["GPS": "not looked at"]])
        #expect(told.isEmpty, "\(name): \(told)")
      }
    }
  }

  @Test("R-038: independent readers see and hear the same in what is shown as in the original, and the same side is up")
  func decoded() async throws {
    try await Self.withShown { originals, shown in
      let before = try await Self.look(originals)
      #expect(before.count == Self.names.count)
      #expect(try await Self.look(shown) == before)
    }
  }

  @Test(
    "A film whose end is missing is refused",
    arguments: ["film.mp4", "film.mov", "streamed.mp4", "photo.heic", "photo.webp"])
  func cutOff(_ name: String) throws {
    let whole = try Self.read(name)
    let type = try EvidenceType(sniffing: whole)
    for part in [0.3, 0.6, 0.9] {
      let bytes = Array(whole.prefix(Int(Double(whole.count) * part)))
      #expect(throws: Rejected.self) { try Evidence.withoutMetadata(bytes, type) }
    }
  }

  @Test("Files that were changed or cut off anywhere are refused or cleaned, and never a trap", arguments: Self.names)
  func broken(_ name: String) throws {
    var random = SeededGenerator()
    print("broken \(name): \(random)")
    let whole = try Self.read(name)
    let type = try EvidenceType(sniffing: whole)
    let numbers: [[UInt8]] = [
      [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 8],
    ]
    for round in 0..<120 {
      var bytes = whole
      for _ in 0...round % 4 {
        let position = Int.random(in: 8..<bytes.count - 8, using: &random)
        if Bool.random(using: &random) {
          bytes[position] = .random(in: 0...255, using: &random)
        } else if let number = numbers.randomElement(using: &random) {
          bytes.replaceSubrange(position..<position + 4, with: number)
        }
      }
      if round % 3 == 0 { bytes.removeLast(.random(in: 0..<bytes.count, using: &random)) }
      if let shown = try? Evidence.withoutMetadata(bytes, type), type != .webp { #expect(shown.count == bytes.count) }
    }
  }

  // MARK: - Files and their readers

  private static var directory: URL { TestEnvironment.projectDirectory.appending(path: "Tests/Media") }

  private static func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: self.directory.appending(path: name)))
  }

  /// Runs `body` with the paths of all files as they came, and as they are shown.
  private static func withShown(_ body: ([String], [String]) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "media-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for name in self.names {
      let whole = try self.read(name)
      let shown = try Evidence.withoutMetadata(whole, try EvidenceType(sniffing: whole))
      try Data(shown).write(to: directory.appending(path: name))
    }
    try await body(
      self.names.map { self.directory.appending(path: $0).path }, self.names.map { directory.appending(path: $0).path })
  }

  /// Every tag of every file, by the file's name; `-ee` looks into the samples too.
  private static func exiftool(_ paths: [String]) async throws -> [String: [String: String]] {
    _ = try await EvidenceTools.path("exiftool")
    let result = try await Command.run("exiftool", ["-json", "-G1", "-a", "-u", "-ee3", "-q"] + paths)
    guard result.status == 0, case .array(let files) = try JSONValue(Array(result.output.utf8)) else {
      throw TestSupportError("exiftool: \(result.output.suffix(2000))")
    }
    var tags: [String: [String: String]] = [:]
    for case .object(let file) in files {
      let pairs = file.members.map { member in
        if case .string(let text) = member.value { (member.name, text) } else { (member.name, "\(member.value)") }
      }
      let path = pairs.first { $0.0 == "SourceFile" }?.1 ?? ""
      let name = self.names.first { path.contains("/\($0)") } ?? path
      tags[name] = Dictionary(pairs.filter { $0.0 != "SourceFile" && $0.0 != "System:Directory" }) { $1 }
    }
    return tags
  }

  /// What is seen and heard, a line for each file, without the file's path.
  private static func look(_ paths: [String]) async throws -> [String] {
    let result = try await Command.run(
      try await EvidenceTools.path("python"), [self.directory.appending(path: "look.py").path] + paths)
    guard result.status == 0 else { throw TestSupportError("look.py: \(result.output.suffix(2000))") }
    return result.output.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
      line.split(separator: ",", maxSplits: 1).last.map(String.init) ?? ""
    }
  }
}
