import Foundation
import TestSupport
import Testing

/// What the README says about faults is what was seen.
@Suite struct FaultTableTests {
  @Test("The README's table names every fault of the catalogue; REDRESS_RECORD=1 writes it from the last results")
  func tableIsComplete() throws {
    let file = RecordedFile("README.md")
    if ProcessInfo.processInfo.environment["REDRESS_RECORD"] == "1" {
      let table = try #require(try FaultTable(FaultResult.all()).written(into: file.text))
      #expect(try file.holds(table))
    }
    #expect(try FaultTable.faults(in: file.text) == Fault.catalogue.map(\.name))
  }

  @Test("Of a fault that ran twice the table shows the last time, in the order of the catalogue")
  func lastResultCounts() throws {
    func result(_ fault: String, _ observed: String) -> FaultResult {
      FaultResult(fault: fault, observed: observed, secondsToRecover: 1.25, lost: 0, doubled: 0, seed: 1)
    }
    let names = Fault.catalogue.map(\.name)
    let table = FaultTable([result(names[1], "b"), result(names[0], "old"), result(names[0], "new")])
    #expect(table.results.map(\.observed) == ["new", "b"])
    #expect(table.markdown.contains("| \(names[0]) | new | 1.2 | 0 | 0 |"))
  }
}
