extension Duration {
  /// Reads a whole number and its unit: `500ms`, `20s`, `5m`, `2h`; nil for anything else, and for more than a week,
  /// which nobody means.
  init?(configurationText text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    let milliseconds: Int? =
      switch text.dropFirst(digits.count) {
      case "ms": number
      case "s": Self.product(number, 1000)
      case "m": Self.product(number, 60_000)
      case "h": Self.product(number, 3_600_000)
      default: nil
      }
    guard let milliseconds, milliseconds <= 7 * 24 * 3_600_000 else { return nil }
    self = .milliseconds(milliseconds)
  }

  private static func product(_ number: Int, _ factor: Int) -> Int? {
    let (product, hasOverflowed) = number.multipliedReportingOverflow(by: factor)
    return hasOverflowed ? nil : product
  }
}
