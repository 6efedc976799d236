import IntakeDomain

/// All but its author are shown a draft with the telephone masked.
extension Draft {
  var maskedContent: [UInt8] { self.content { ComplaintView.masked($0) } }

  /// Whoever was shown the telephone masked, and sends the draft back, has not changed it.
  func content(keepingTelephoneOf known: Draft?) -> [UInt8] {
    guard let telephone = known?.telephone else { return self.body }
    let masked = ComplaintView.masked(telephone)
    return self.content { $0 == masked ? telephone : nil }
  }
}
