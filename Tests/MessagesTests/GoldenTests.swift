import Foundation
import Messages
import TestSupport
import Testing

/// What has been published once must be readable for ever.
///
/// `golden/<type>.json` is the first sample of a message as today's code writes it, `golden/<type>.minimal.json` the one
/// without optional fields. When a field is added, keep the old file as `golden/<type>.<date>.json`, which is never
/// edited, and record the new one with `REDRESS_RECORD=1 swift test --filter GoldenTests`.
struct GoldenTests {
  private static let types = Catalogue.entries.map(\.type)
  private static let folder = "Tests/MessagesTests/golden"

  @Test(arguments: types)
  func samplesAreWrittenByteForByteAsRecorded(type: String) throws {
    let message = try #require(Catalogue.entry(of: type)).message
    for (name, text) in try Self.written(message) {
      #expect(try RecordedFile("\(Self.folder)/\(name)").holds(text), "\(name) differs; see GoldenTests")
    }
  }

  @Test(arguments: types)
  func recordedSamplesAreReadAsTheyWereMeant(type: String) throws {
    let message = try #require(Catalogue.entry(of: type)).message
    try Self.expectSamplesInFiles(of: message)
  }

  @Test func everyFileEverRecordedCanStillBeRead() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: RecordedFile(Self.folder).url.path)
    #expect(files.count >= Self.types.count)
    for file in files {
      let entry = try #require(
        Catalogue.entries.first { file.hasPrefix("\($0.type).") }, "\(file) belongs to no message of the catalogue")
      try Self.expectReadable(entry.message, try RecordedFile("\(Self.folder)/\(file)").text, file)
    }
  }

  @Test(arguments: types)
  func fieldsOfANewerWriterAreIgnored(type: String) throws {
    let text = try RecordedFile("\(Self.folder)/\(type).json").text
    let extended = #"{"aFieldOfTomorrow":{"deep":[1,null]},"# + text.dropFirst()
    let message = try #require(Catalogue.entry(of: type)).message
    try Self.expectReadable(message, extended, type)
  }

  private static func written<M: Message>(_ type: M.Type) throws -> [(name: String, text: String)] {
    try zip(["json", "minimal.json"], M.samples).map { ending, sample in
      ("\(M.type).\(ending)", String(decoding: try MessageCoding.encode(sample), as: UTF8.self) + "\n")
    }
  }

  private static func expectSamplesInFiles<M: Message>(of type: M.Type) throws {
    for ((name, _), sample) in zip(try Self.written(type), M.samples) {
      let text = try RecordedFile("\(Self.folder)/\(name)").text
      #expect(try MessageCoding.decode(M.self, from: Array(text.utf8)) == sample)
    }
  }

  private static func expectReadable<M: Message>(_ type: M.Type, _ text: String, _ file: String) throws {
    #expect(throws: Never.self, "\(file)") { try MessageCoding.decode(M.self, from: Array(text.utf8)) }
  }
}
