import Foundation
import Messages
import Testing

@testable import Simulator

@Suite("Pace")
struct PaceTests {
  private func time(_ text: String) throws -> Date { try #require(RFC3339.date(from: text)) }

  @Test("working days do not count the New Year's holiday, 31 December 2022 to 2 January 2023")
  func holiday() throws {
    let start = try self.time("2023-01-01T10:00:00+08:00")
    #expect(Pace.lifelike.after(start, workingDays: 0.5) == (try self.time("2023-01-03T12:00:00+08:00")))
    #expect(Pace.lifelike.after(start, workingDays: 2.25) == (try self.time("2023-01-05T06:00:00+08:00")))
  }

  @Test("at once is at once")
  func immediate() throws {
    let start = try self.time("2023-01-01T10:00:00+08:00")
    #expect(Pace.immediate.after(start, workingDays: 3) == start)
    #expect(Pace.immediate.after(start, days: 3) == start)
  }
}
