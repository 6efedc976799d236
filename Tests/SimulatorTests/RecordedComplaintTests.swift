import Foundation
import Messages
import Testing

@testable import Simulator

@Suite("Recorded complaints")
struct RecordedComplaintTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../deploy/data/hpd-complaints-2023.csv")

  static func all() throws -> [RecordedComplaint] {
    try RecordedComplaint.read(String(contentsOf: Self.file, encoding: .utf8))
  }

  @Test("the file holds 2,000 complaints of five boroughs, its times are read as Shanghai's")
  func file() throws {
    let complaints = try Self.all()
    #expect(complaints.count == 2000)
    #expect(Set(complaints.map(\.borough)) == Set(Borough.allCases))
    #expect(complaints[0].receivedAt == RFC3339.date(from: "2023-01-01T00:01:50+08:00"))
    #expect(complaints[0].daysToClose == 3)
    #expect(complaints[0].reference == "PMS-2023-000001")
  }

  @Test("every building part that can be repaired occurs; few complaints are left to a person")
  func buildingParts() throws {
    let counts = Dictionary(try Self.all().map { ($0.buildingPart, 1) }, uniquingKeysWith: +)
    #expect(Set(counts.keys).isSuperset(of: Set(BuildingPart.known).subtracting([.mainStructure])))
    #expect((1...50).contains(try #require(counts[.other])))
  }

  @Test("a table that is cut off or has another column is refused")
  func broken() throws {
    #expect(throws: SimulatorError.self) { try RecordedComplaint.read("") }
    #expect(throws: SimulatorError.self) {
      try RecordedComplaint.read("date_received,borough\n2023-01-01 00:01:50,BRONX")
    }
  }
}
