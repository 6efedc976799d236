package import FoundationEssentials

extension UUID {
  /// A UUID that sorts by time (RFC 9562 section 5.7): 48 bits of milliseconds, then the fraction of the millisecond in
  /// 12 bits, then 62 random ones. Rows written one after another so stand beside each other in an index.
  package static func version7(at date: Date, random: inout some RandomNumberGenerator) -> UUID {
    let milliseconds = max(0, date.timeIntervalSince1970 * 1000)
    let whole = UInt64(milliseconds.rounded(.down)) & 0xFFFF_FFFF_FFFF
    let fraction = UInt64((milliseconds - milliseconds.rounded(.down)) * 4096)
    let high = whole << 16 | 0x7000 | fraction
    let low = 0b10 << 62 | random.next() >> 2
    return UUID(bytes: withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) })
  }

  package static func version7(at date: Date) -> UUID {
    var generator = SystemRandomNumberGenerator()
    return self.version7(at: date, random: &generator)
  }
}
