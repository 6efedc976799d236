import Foundation
import Testing

@testable import Messages

/// Our coder against Foundation's, which it replaces.
@Suite("MessageCoding")
struct MessageCodingTests {
  private static let types = Catalogue.entries.map(\.type)

  @Test("Every sample is written byte for byte as Foundation writes it", arguments: types)
  func writesAsFoundationDoes(type: String) throws {
    let message = try #require(Catalogue.entry(of: type)).message
    try Self.compare(message)
  }

  @Test("What Foundation's decoder refuses is refused, and the fault names the field")
  func refusesWhatFoundationRefuses() throws {
    let body = String(decoding: try MessageCoding.encode(CaseClosed.samples[0]), as: UTF8.self)
    let missing = body.replacing("\"complaint\"", with: "\"complaints\"")
    let wrong = body.replacing(/"complaint":"[^"]*"/, with: "\"complaint\":1")
    let null = body.replacing(/"complaint":"[^"]*"/, with: "\"complaint\":null")
    for broken in [missing, wrong, null, "[]", "1", "null"] {
      #expect(throws: DecodingError.self, "\(broken)") {
        try MessageCoding.decode(CaseClosed.self, from: Array(broken.utf8))
      }
      #expect(throws: DecodingError.self, "\(broken)") {
        try MessageCoding.decoder().decode(CaseClosed.self, from: Data(broken.utf8))
      }
    }
    #expect(throws: Rejected.self) { try MessageCoding.decode(CaseClosed.self, from: Array("{".utf8)) }
  }

  private struct Everything: Codable, Equatable {
    var flag = true
    var small: Int8 = -8
    var large: UInt64 = 1 << 62
    var fraction = 0.1
    var list: [[Int?]] = [[1, nil], []]
    var named: [String: Date] = ["at": Date(timeIntervalSince1970: 1_672_709_400.123_456)]
    var absent: String?
    var text = "a\n\"漏\"/"
  }

  @Test("Numbers of every width, lists in lists, names that are data, and what is absent come back")
  func everythingComesBack() throws {
    let everything = Everything()
    let bytes = try MessageEncoder.encode(everything)
    #expect(try Everything(from: MessageDecoder(try JSONValue(bytes))) == everything)
    #expect(try MessageCoding.decoder().decode(Everything.self, from: Data(bytes)) == everything)
  }

  @Test("A number that is none, or does not fit, is an error and no other number")
  func numbersThatDoNotFit() throws {
    #expect(throws: EncodingError.self) { try MessageEncoder.encode([Double.nan]) }
    #expect(throws: EncodingError.self) { try MessageEncoder.encode([UInt64.max]) }
    #expect(throws: DecodingError.self) { try [Int8](from: MessageDecoder(.array([.number("128")]))) }
    #expect(throws: DecodingError.self) { try [Int](from: MessageDecoder(.array([.number("1.5")]))) }
    #expect(try [Int](from: MessageDecoder(.array([.number("2.0")]))) == [2])
  }

  private static func compare<M: Message>(_ type: M.Type) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(RFC3339.string(from: date))
    }
    for sample in M.samples {
      let ours = try MessageCoding.encode(sample)
      #expect(String(decoding: ours, as: UTF8.self) == String(decoding: try encoder.encode(sample), as: UTF8.self))
      #expect(try MessageCoding.decode(M.self, from: ours) == sample)
    }
  }
}
