import Foundation
import Messages
import Messaging
import Testing

@testable import ServiceRuntime

@Suite struct ClockConfigurationTests {
  @Test func aScaledClockNeedsAllThreeKeys() throws {
    let clock = try clock("2023-01-01T00:00:00+08:00", "4320", "2026-11-22T10:00:00Z")
    let scaled = try #require(clock as? ScaledClock)
    let origin = try #require(RFC3339.date(from: "2022-12-31T16:00:00Z"))
    let start = try #require(RFC3339.date(from: "2026-11-22T10:00:00Z"))
    #expect(scaled.time(at: start) == origin)
    #expect(scaled.time(at: start.addingTimeInterval(10)) == origin.addingTimeInterval(43_200))
  }

  @Test func theRateMayChangeAtItsOwnTimes() throws {
    let clock = try clock(
      "2023-01-01T00:00:00+08:00", "4320,86400@2023-01-04T00:00:00+08:00", "2026-11-22T10:00:00Z")
    let scaled = try #require(clock as? ScaledClock)
    let start = try #require(RFC3339.date(from: "2026-11-22T10:00:00Z"))
    let origin = try #require(RFC3339.date(from: "2023-01-01T00:00:00+08:00"))
    #expect(scaled.time(at: start.addingTimeInterval(60)) == origin.addingTimeInterval(3 * 86_400))
    #expect(scaled.time(at: start.addingTimeInterval(61)) == origin.addingTimeInterval(4 * 86_400))
  }

  @Test(arguments: [["CLOCK_ORIGIN"], ["CLOCK_RATE"], ["CLOCK_START"], ["CLOCK_ORIGIN", "CLOCK_RATE"]])
  func someOfTheKeysAreNotEnough(keys: [String]) {
    let all = [
      "CLOCK_ORIGIN": "2023-01-01T00:00:00Z", "CLOCK_RATE": "2", "CLOCK_START": "2026-11-22T10:00:00Z",
    ]
    let environment = required.merging(all.filter { keys.contains($0.key) }) { $1 }
    #expect(
      problems(environment: environment)
        == ["a scaled clock needs clock.origin, clock.rate and clock.start: give all or none"])
  }

  @Test(
    arguments: [
      "0", "-1", "fast", "nan", "inf", "4320,", "4320,86400", "4320@2023-01-02T00:00:00Z",
      "4320,86400@yesterday", "4320,86400@2022-12-01T00:00:00Z",
      "1,2@2023-02-01T00:00:00Z,3@2023-01-15T00:00:00Z", "1,2@2023-02-01T00:00:00Z@2023-03-01T00:00:00Z",
    ])
  func aRateThatCannotBeIsAProblem(rate: String) {
    let problems = problems(
      environment: required.merging([
        "CLOCK_ORIGIN": "2023-01-01T00:00:00Z", "CLOCK_RATE": rate, "CLOCK_START": "2026-11-22T10:00:00Z",
      ]) { $1 })
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("clock.rate: \"\(rate)\" is not") == true)
  }

  private func clock(_ origin: String, _ rate: String, _ start: String) throws -> any ServiceClock {
    try ServiceConfiguration(
      service: .intake, arguments: ["--clock-origin", origin, "--clock-rate", rate, "--clock-start", start],
      environment: required
    ).clock
  }
}
