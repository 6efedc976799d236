import ContractorsDomain
import Messages
import Testing

@testable import ContractorsService

/// The register, where several people change it in one transaction.
@Suite struct ListingTests {
  @Test("Contractors who are listed together are all written; one who is listed twice as he is at last")
  func together() throws {
    var state = ContractorsState(
      readings: [:], projects: [], orders: [], senders: [], reports: [],
      desk: CommissionDesk(register: ContractorRegister([]), series: [], prefix: { _, _ in "COBZS" }))
    #expect(try state.list(Self.contractor("DF", trades: [.heating])))
    #expect(try state.list(Self.contractor("HY", trades: [.plumbing])))
    #expect(try !state.list(Self.contractor("DF", trades: [.heating, .waterproofing])))
    #expect(Set(state.listed.keys.map(\.text)) == ["DF", "HY"])
    #expect(state.listed.values.first { $0.code.text == "DF" }?.trades == [.heating, .waterproofing])
  }

  private static func contractor(_ code: String, trades: Set<Trade>) throws -> Contractor {
    Contractor(
      code: try #require(ContractorCode(code)), name: "东方暖通", trades: trades, brokerUser: "contractor-\(code)")
  }
}
