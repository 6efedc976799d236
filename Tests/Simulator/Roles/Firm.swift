import Messages

/// A repair contractor (SM03-18) as the simulator lists it.
struct Firm: Sendable {
  let code: ContractorCode
  let name: String
  /// Under which its system logs in to the broker.
  let brokerUser: String
  let trades: Set<Trade>

  /// One firm a broker user, at most four. Each trade is held by two firms, as far as there are two.
  static func all(brokerUsers: [String]) -> [Firm] {
    let names = [("DF", "东方暖通工程有限公司"), ("HX", "恒信机电安装有限公司"), ("JC", "建诚防水装饰有限公司"), ("AJ", "安居装修工程有限公司")]
    let count = min(brokerUsers.count, names.count)
    return zip(names, brokerUsers).enumerated().compactMap { index, firm in
      let ((code, name), user) = firm
      guard let code = ContractorCode(code) else { return nil }
      let trades = Self.holders.filter { $0.value.contains { $0 % count == index } }.map(\.key)
      return Firm(code: code, name: name, brokerUser: user, trades: Set(trades))
    }
  }

  private static let holders: [Trade: [Int]] = [
    .heating: [0, 1], .plumbing: [0, 1], .equipment: [0, 3], .electrical: [1, 3], .structure: [1, 2],
    .waterproofing: [0, 2], .decoration: [2, 3], .carpentry: [2, 3],
  ]
}
