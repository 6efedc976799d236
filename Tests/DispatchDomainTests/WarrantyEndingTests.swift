import DispatchDomain
import Messages
import Testing
import WorkCalendar

@Suite struct WarrantyEndingTests {
  @Test("R-107: a month before, an owner is told of what ends then, and not of what ends later")
  func endings() throws {
    let example = try WarrantyExample()
    let facts = try example.facts(completed: "2020-03-01", delivered: "2020-06-01")
    func endings(_ from: String, _ to: String) throws -> [String] {
      let month = try CalendarDay(from)..<CalendarDay(to)
      return example.table.endings(within: month, facts: facts).map {
        "\($0.subpart?.rawValue ?? $0.part.rawValue) \($0.lastDay)"
      }
    }
    #expect(try endings("2020-07-15", "2020-08-15") == ["blocked-pipe 2020-08-01"])
    #expect(try endings("2020-08-02", "2020-09-02") == [])
    #expect(try endings("2020-11-01", "2020-12-01") == [])
    #expect(try endings("2020-11-01", "2020-12-02") == ["lamps-switches 2020-12-01"])
    #expect(
      try endings("2022-05-10", "2022-06-10") == [
        "decoration 2022-06-01", "doors-windows 2022-06-01", "electric-lines 2022-06-01", "equipment 2022-06-01",
        "plumbing 2022-06-01",
      ])
    // Two heating seasons; cooling has seasons of its own.
    #expect(try endings("2022-03-01", "2022-04-01") == ["heating 2022-03-15"])
    #expect(try endings("2022-10-01", "2022-11-01") == ["cooling-system 2022-10-15"])
  }

  @Test("R-107: a home that was not handed over has no warranty that ends")
  func undelivered() throws {
    let example = try WarrantyExample()
    let facts = try example.facts(completed: "2020-03-01", delivered: nil)
    #expect(example.table.endings(within: .first..<CalendarDay.last, facts: facts).isEmpty)
  }
}
