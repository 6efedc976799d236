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
}
