import Foundation
import Messages
import TestSupport
import Testing

struct JSONValueTests {
  private func faults(_ bytes: [UInt8]) -> [Fault.Code] {
    do throws(Rejected) {
      _ = try JSONValue(bytes)
      return []
    } catch {
      return error.faults.map(\.code)
    }
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .boolean(true)), ("false", .boolean(false)), ("-0", .number("-0")),
    ("1.50e+3", .number("1.50e+3")), ("1e999", .number("1e999")), ("\"\"", .string("")), ("[]", .array([])),
    ("{}", .object(JSONObject())), ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
    (#""a\"\\\/\b\f\n\r\tz""#, .string("a\"\\/\u{8}\u{C}\n\r\tz")), (#""\u6f0F\uD83d\uDE00漏""#, .string("漏😀漏")),
    ("\u{FEFF}null", .null),
  ])
  func readsJSON(text: String, value: JSONValue) throws {
    #expect(try JSONValue(Array(text.utf8)) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10",
    "'a'",
    "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#,
    #""\ud800x""#,
    "\"\u{1}\"", "\"a\nb\"", "[", "]", "[1", "[1,", "[1,]", "[,]", "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1",
    "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "1 2", "{}{}", "//", "/* */1", "\u{A0}1",
  ])
  func refusesWhatIsNotJSON(text: String) {
    #expect(self.faults(Array(text.utf8)) == [.notJSON])
  }

  @Test func refusesOtherEncodings() throws {
    #expect(self.faults([0x22, 0xC3, 0x22]) == [.notUTF8])
    #expect(self.faults([0xED, 0xA0, 0x80]) == [.notUTF8])
    let utf16 = try #require("{}".data(using: .utf16LittleEndian))
    #expect(self.faults(Array(utf16)) == [.notJSON])
  }

  @Test func countsLevelsInsteadOfTrustingTheStack() {
    for bracket in ["[", "{\"a\":"] {
      #expect(self.faults(Array(String(repeating: bracket, count: 10_000).utf8)) == [.notJSON])
    }
    #expect(self.faults(Array((String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).utf8)) == [])
  }

  @Test func keepsRepeatedNamesAndRanges() throws {
    let text = #"{"a": [1, 2] , "a":"x"}"#
    guard case .object(let object) = try JSONValue(Array(text.utf8)) else {
      Issue.record("not an object")
      return
    }
    #expect(object.members(named: "a").map(\.value.kind) == ["a list", "a string"])
    #expect(
      object.members.map { Array(text.utf8)[$0.range] }.map { String(decoding: $0, as: UTF8.self) } == [
        "[1, 2]", "\"x\"",
      ])
  }

  @Test func readsIntegersOnlyWhereTheyFit() {
    #expect(JSONValue.number("9223372036854775807").integer == .max)
    #expect(JSONValue.number("9223372036854775808").integer == nil)
    #expect(JSONValue.number("1.0").integer == nil)
    #expect(JSONValue.string("1").integer == nil)
  }

  @Test func readsWhateverFoundationWrites() throws {
    var random = SeededGenerator()
    for _ in 0..<300 {
      let (json, value) = Self.any(depth: 0, &random)
      let bytes = try JSONSerialization.data(withJSONObject: json, options: [.fragmentsAllowed, .sortedKeys])
      #expect(try JSONValue(Array(bytes)) == value, "\(random)")
    }
  }

  /// The same random value for Foundation and for us.
  private static func any(depth: Int, _ random: inout SeededGenerator) -> (Any, JSONValue) {
    switch Int.random(in: depth < 4 ? 0...5 : 0...3, using: &random) {
    case 0: return (NSNull(), .null)
    case 1:
      let value = Bool.random(using: &random)
      return (value, .boolean(value))
    case 2:
      let value = Int.random(in: .min ... .max, using: &random)
      return (value, .number("\(value)"))
    case 3:
      let scalars = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random) >> UInt32.random(in: 0...14, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars))
      return (text, .string(text))
    case 4:
      let values = (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.any(depth: depth + 1, &random) }
      return (values.map(\.0), .array(values.map(\.1)))
    default:
      let names = (0..<Int.random(in: 0...4, using: &random)).map { "n\($0)" }
      let values = names.map { ($0, Self.any(depth: depth + 1, &random)) }
      let members = values.map { JSONObject.Member(name: $0, value: $1.1) }
      return (Dictionary(uniqueKeysWithValues: values.map { ($0, $1.0) }), .object(JSONObject(members: members)))
    }
  }
}
