package import Messages

/// The register of contractors with the work that each has in hand.
package struct ContractorRegister: Sendable {
  package struct Entry: Sendable, Equatable {
    package let contractor: Contractor
    /// Orders that the contractor holds and has not got signed.
    package internal(set) var openOrders: Int

    package init(contractor: Contractor, openOrders: Int) {
      self.contractor = contractor
      self.openOrders = openOrders
    }
  }

  private var entries: [ContractorCode: Entry]

  package init(_ entries: [Entry]) {
    self.entries = Dictionary(entries.map { ($0.contractor.code, $0) }) { first, _ in first }
  }

  package subscript(code: ContractorCode) -> Entry? { self.entries[code] }

  /// Who logs in to the broker as `user`.
  package func contractor(brokerUser user: String) -> Contractor? {
    self.entries.values.first { $0.contractor.brokerUser == user }?.contractor
  }

  /// Lists a contractor, or changes what is known of one. Orders in hand stay with him, whatever his trades are now.
  /// - Returns: whether anything has changed.
  /// - Throws: `conflict` when another contractor has the broker user: a completion would then have two senders.
  package mutating func list(_ contractor: Contractor) throws(Rejected) -> Bool {
    if let other = self.contractor(brokerUser: contractor.brokerUser), other.code != contractor.code {
      throw Rejected("brokerUser", .conflict, "Another contractor has this broker user.")
    }
    let known = self.entries[contractor.code]
    self.entries[contractor.code] = Entry(contractor: contractor, openOrders: known?.openOrders ?? 0)
    return known?.contractor != contractor
  }

  /// Hands one more order to the contractor of the trade who has the fewest in hand; among equals the first code.
  /// - Returns: nil when no contractor of the trade is listed.
  package mutating func assignLeastLoaded(of trade: Trade) -> Contractor? {
    let candidates = self.entries.values.filter { $0.contractor.trades.contains(trade) }
    let chosen = candidates.min {
      ($0.openOrders, $0.contractor.code.text) < ($1.openOrders, $1.contractor.code.text)
    }
    guard let contractor = chosen?.contractor else { return nil }
    self.entries[contractor.code]?.openOrders += 1
    return contractor
  }
}
