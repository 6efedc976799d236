import Foundation
import IntakeDomain
import Messages
import Testing
import WorkCalendar

/// Homes out of a table (S15).
struct PropertyImportTests {
  private let now = Date(timeIntervalSince1970: 1_672_718_400)

  @Test func readsTheTableThatASpreadsheetWrites() throws {
    let text =
      "\u{FEFF}project,building,unit,completed_on,delivered_on,builder_part,builder\r\n"
      + "CLX,3,1201,2020-11-30,2020-12-20,waterproofing,\"防水公司, \"\"一\"\"分公司\"\r\n\r\n"
      + "CLX,3,1201,,,heating,暖通公司\r\nCLX,3,1202,,,,\r\n"
    var register = try self.register()
    let (events, outcome) = try self.table(text).apply(to: &register, isDryRun: false, now: self.now)
    #expect(outcome == PropertyImport.Outcome(homes: 2, unchanged: 1, faults: []))
    #expect(events.count == 3)
    let home = try #require(register[try self.home("1201")])
    #expect(home.builders.map(\.name) == ["防水公司, \"一\"分公司", "暖通公司"])
    #expect(home.deliveredOn?.day == (try CalendarDay("2020-12-20")))
  }

  @Test("A dry run lists every fault with line and column, and changes nothing")
  func dryRun() throws {
    let text = """
      project,building,unit,completed_on,delivered_on,period_part,period_months,period_basis,resident_role
      CLX,3,1201,2020-11-30,2020-11-29,,,,
      NOPE,3,1202,,,,,,
      CLX,,1203,,2020-02-30,,,,
      CLX,3,1204,2020-12-01,,heating,many,gift,
      CLX,3,1205,,,heating,60,,owner
      CLX,3,1206,,,,,,,,
      """
    var register = try self.register()
    let (events, outcome) = try self.table(text).apply(to: &register, isDryRun: true, now: self.now)
    let faults = Set(outcome.faults.map { "\($0.path) \($0.code.rawValue)" })
    #expect(
      faults == [
        "lines[2].delivered_on invalid", "lines[3].project unknown-project", "lines[4].building missing",
        "lines[4].delivered_on invalid", "lines[5].period_months invalid", "lines[5].period_basis unknown-value",
        "lines[6].period_basis missing", "lines[6].resident_surname missing", "lines[6].resident_telephone missing",
        "lines[7] invalid",
      ])
    #expect(events.isEmpty)
    #expect(register[try self.home("1201")] == nil)
    #expect(throws: Rejected(outcome.faults)) {
      try self.table(text).apply(to: &register, isDryRun: false, now: self.now)
    }
    #expect(register[try self.home("1201")] == nil)
  }

  @Test func linesOfOneHomeMustNotContradictEachOther() throws {
    let text = """
      project,building,unit,delivered_on,completed_on,builder_part,builder
      CLX,3,1201,2020-12-20,2020-11-30,heating,甲
      CLX,3,1201,2020-12-21,2020-12-01,heating,乙
      """
    let faults = try self.table(text).faults.map { "\($0.path) \($0.code.rawValue)" }
    #expect(
      Set(faults) == [
        "lines[3].delivered_on conflict", "lines[3].completed_on conflict", "lines[3].builder conflict",
      ])
  }

  @Test(
    "What is no table at all is refused",
    arguments: [
      ("", "empty"), ("building,unit\n3,1", "missing"), ("project,building,unit,colour\n", "unknown-value"),
      ("project,building,unit\nCLX,3,\"1201\n", "invalid"),
    ])
  func noTable(_ text: String, _ code: String) throws {
    #expect(try self.table(text).faults.map(\.code.rawValue) == [code])
  }

  @Test func bytesOfAnotherEncodingAreRefused() {
    let table = PropertyImport([0xB4, 0xE4, 0xC1, 0xD6], reference: "t", asOf: self.now)
    #expect(table.faults.map(\.code) == [.notUTF8])
  }

  // MARK: - Values

  private func table(_ text: String) throws -> PropertyImport {
    PropertyImport(Array(text.utf8), reference: "test", asOf: self.now)
  }

  private func home(_ unit: String) throws -> HomeAddress {
    HomeAddress(project: try #require(ProjectCode("CLX")), building: "3", unit: unit)
  }

  private func register() throws -> PropertyRegister {
    PropertyRegister(
      projects: [Project(code: try #require(ProjectCode("CLX")), name: "翠林兰溪园", worksNumber: 1)], buildings: [],
      units: [], calendar: .mainlandChina)
  }
}
