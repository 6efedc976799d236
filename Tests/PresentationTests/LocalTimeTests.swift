import FoundationEssentials
import Messages
import Presentation
import Testing

@Suite struct LocalTimeTests {
  @Test("People read the time of Shanghai, also where the day is another one there")
  func shanghai() throws {
    let instant = try #require(RFC3339.date(from: "2022-12-31T23:12:05.9Z"))
    #expect(LocalTime.day(instant) == "2023-01-01")
    #expect(LocalTime.second(instant) == "2023-01-01 07:12:05")
  }

  @Test("R-010: a limit that runs out at midnight is read as that of the day that ends")
  func limit() throws {
    let midnight = try #require(RFC3339.date(from: "2023-01-06T00:00:00+08:00"))
    #expect(LocalTime.limit(midnight) == "2023-01-05 24:00" && LocalTime.lastDay(midnight) == "2023-01-05")
    let evening = midnight.addingTimeInterval(-6 * 3600)
    #expect(LocalTime.limit(evening) == "2023-01-05 18:00" && LocalTime.lastDay(evening) == "2023-01-05")
  }
}
