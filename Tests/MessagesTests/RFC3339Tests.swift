import FoundationEssentials
import Messages
import TestSupport
import Testing

struct RFC3339Tests {
  @Test(arguments: [
    ("1970-01-01T00:00:00.000000Z", 0.0), ("2023-01-03T01:30:00.000000Z", 1_672_709_400),
    ("2000-02-29T23:59:59.000000Z", 951_868_799), ("1969-12-31T23:59:59.500000Z", -0.5),
    ("2100-03-01T00:00:00.000000Z", 4_107_542_400), ("0001-01-01T00:00:00.000000Z", -62_135_596_800),
  ])
  func writesAndReadsKnownTimes(text: String, seconds: Double) {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(RFC3339.string(from: date) == text)
    #expect(RFC3339.date(from: text) == date)
  }

  @Test(arguments: [
    "2023-01-03T09:30:00+08:00", "2023-01-03t01:30:00z", "2023-01-03 01:30:00Z", "2023-01-03T01:30:00.0Z",
    "2023-01-03T01:30:00.0000001Z", "2023-01-02T20:30:00-05:00", "2023-01-03T01:30:00-00:00",
  ])
  func readsEveryOffsetAndPrecision(text: String) {
    #expect(RFC3339.date(from: text) == Date(timeIntervalSince1970: 1_672_709_400))
  }

  @Test(arguments: [
    "", "2023", "2023-01-03", "2023-01-03T01:30:00", "2023-01-03T01:30Z", "2023-13-01T00:00:00Z",
    "2023-00-01T00:00:00Z",
    "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2023-04-31T00:00:00Z", "2023-01-00T00:00:00Z",
    "2023-01-03T24:00:00Z", "2023-01-03T01:60:00Z", "2023-01-03T01:30:61Z", "2023-01-03T01:30:00.Z",
    "2023-01-03T01:30:00+8:00", "2023-01-03T01:30:00+0800", "2023-01-03T01:30:00+24:00", "2023-01-03T01:30:00Z ",
    " 2023-01-03T01:30:00Z", "2023-1-3T01:30:00Z", "12023-01-03T01:30:00Z", "-2023-01-03T01:30:00Z",
    "２０２３-01-03T01:30:00Z", "2023-01-03T01:30:00.5", "yesterday", "1672709400",
  ])
  func refusesEverythingElse(text: String) {
    #expect(RFC3339.date(from: text) == nil)
  }

  @Test func keepsMicrosecondsFrom1970To2100() throws {
    var random = SeededGenerator()
    for _ in 0..<20_000 {
      let microseconds = Int64.random(in: 0..<4_102_444_800_000_000, using: &random)
      let date = Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
      let text = RFC3339.string(from: date)
      #expect(text.hasSuffix(String(String(microseconds + 1_000_000).suffix(6)) + "Z"), "\(random)")
      let again = try #require(RFC3339.date(from: text), "\(text), \(random)")
      #expect(RFC3339.string(from: again) == text, "\(random)")
      #expect(again == date, "\(text), \(random)")
    }
  }
}
