/// What a text says, for comparing it with another: the pairs of neighbouring letters.
///
/// Chinese has no spaces between words, and two characters are what most words have. Punctuation, spaces and case make no
/// difference; digits do, but not their grouping.
package struct Wording: Sendable, Equatable {
  private let pairs: Set<UInt64>

  package init(_ text: String) {
    var pairs: Set<UInt64> = []
    var before: UInt32?
    for scalar in text.unicodeScalars {
      guard let letter = Self.letter(scalar) else { continue }
      if let before { pairs.insert(UInt64(before) << 32 | UInt64(letter)) }
      before = letter
    }
    // A text of one letter is compared by that letter.
    if pairs.isEmpty, let before { pairs.insert(UInt64(before)) }
    self.pairs = pairs
  }

  /// From 0 for nothing in common to 1 for the same pairs (the coefficient of Dice); 0 where one of them says nothing.
  package func similarity(to other: Wording) -> Double {
    guard !self.pairs.isEmpty, !other.pairs.isEmpty else { return 0 }
    let (small, large) = self.pairs.count < other.pairs.count ? (self.pairs, other.pairs) : (other.pairs, self.pairs)
    let common = small.count { large.contains($0) }
    return Double(2 * common) / Double(small.count + large.count)
  }

  /// Lower-case Latin letters, digits, and everything from U+00C0 that is a letter; full-width forms as their narrow ones.
  private static func letter(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: scalar.value
    case 0x41...0x5A: scalar.value + 0x20
    case 0xFF10...0xFF19, 0xFF41...0xFF5A: scalar.value - 0xFEE0
    case 0xFF21...0xFF3A: scalar.value - 0xFEE0 + 0x20
    case 0xC0...: scalar.properties.isAlphabetic || scalar.properties.isIdeographic ? scalar.value : nil
    default: nil
    }
  }
}
