/// One decision that something goes wrong: the how manieth of its kind that was asked for. Written `crash:17`.
struct FaultMark: Hashable, Sendable, CustomStringConvertible {
  let kind: FaultKind
  let ordinal: Int

  init(kind: FaultKind, ordinal: Int) {
    self.kind = kind
    self.ordinal = ordinal
  }

  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = FaultKind(rawValue: String(parts[0])), let ordinal = Int(parts[1]) else {
      return nil
    }
    self.init(kind: kind, ordinal: ordinal)
  }

  var description: String { "\(self.kind.rawValue):\(self.ordinal)" }
}
