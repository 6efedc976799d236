import Messages
import Testing

@testable import Simulator

@Suite("Firms")
struct FirmTests {
  @Test("each trade is held by two firms where there are four, and by one where there is one")
  func trades() {
    let four = Firm.all(brokerUsers: ["contractor-1", "contractor-2", "contractor-3", "contractor-4"])
    for trade in Trade.known {
      #expect(four.count { $0.trades.contains(trade) } == 2, "\(trade)")
    }
    #expect(Set(four.map(\.brokerUser)).count == 4)
    let one = Firm.all(brokerUsers: ["contractor-1"])
    #expect(one.map(\.trades) == [Set(Trade.known)])
  }
}
