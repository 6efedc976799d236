package import Foundation
package import Messages

/// Where judged orders become commission letters: it knows who is listed, and which number comes next.
package struct CommissionDesk: Sendable {
  package private(set) var register: ContractorRegister
  package private(set) var series: [ProjectCode: CommissionSeries]
  /// What a commission number of the project begins with at that time: each goes by its own policy.
  private let prefix: @Sendable (Project, Date) -> String

  package init(
    register: ContractorRegister, series: [CommissionSeries], prefix: @escaping @Sendable (Project, Date) -> String
  ) {
    self.register = register
    self.series = Dictionary(series.map { ($0.project.code, $0) }) { first, _ in first }
    self.prefix = prefix
  }

  /// Awards a judged order to the listed contractor of its trade who has the fewest orders in hand.
  /// - Returns: nil when nobody of the trade is listed, or the order is not waiting for an award: no number is used then.
  package mutating func award(_ order: inout RepairOrder, now: Date) -> RepairCommissioned? {
    guard order.state == .judged, var series = self.series[order.address.project],
      let contractor = self.register.assignLeastLoaded(of: order.trade)
    else { return nil }
    let commission = Commission(
      number: series.next(prefix: self.prefix(series.project, now)), contractor: contractor.code, issuedAt: now)
    self.series[order.address.project] = series
    return order.award(commission, to: contractor)
  }

  /// Lists a contractor; orders that have waited for one of his trade can be awarded from now on.
  /// - Returns: whether anything has changed.
  package mutating func list(_ contractor: Contractor) throws(Rejected) -> Bool {
    try self.register.list(contractor)
  }
}
