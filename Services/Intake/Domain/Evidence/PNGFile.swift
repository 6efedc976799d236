import Messages

/// Takes out of a PNG what it tells beside the picture: only chunks that are needed to show it stay.
enum PNGFile {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let needed: Set<String> = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL",
    "fdAT",
  ]

  /// - Throws: `invalid` for what is no complete PNG.
  static func withoutMetadata(_ bytes: [UInt8]) throws(Rejected) -> [UInt8] {
    var result = Self.signature
    result.reserveCapacity(bytes.count)
    var position = Self.signature.count
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      // Length, type, data, checksum.
      let end = position + 12 + length
      guard end <= bytes.count else { throw Self.broken }
      let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      if Self.needed.contains(type) { result += bytes[position..<end] }
      if type == "IEND" { return result }
      position = end
    }
    throw Self.broken
  }

  private static let broken = Rejected("", .invalid, "The picture is no complete PNG.")
}
