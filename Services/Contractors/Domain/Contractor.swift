package import Messages

/// A repair contractor in the register (SM03-18, R-157). Being in it means listed.
package struct Contractor: Sendable, Hashable {
  package let code: ContractorCode
  /// The firm.
  package let name: String
  /// What the firm can be commissioned for; never empty.
  package let trades: Set<Trade>
  /// Under which user its system logs in to the broker: who the firm is when it reports a completion.
  package let brokerUser: String

  package init(code: ContractorCode, name: String, trades: Set<Trade>, brokerUser: String) {
    self.code = code
    self.name = name
    self.trades = trades
    self.brokerUser = brokerUser
  }
}
