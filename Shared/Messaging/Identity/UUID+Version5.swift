package import FoundationEssentials

extension UUID {
  /// A UUID made from a name (RFC 9562 section 5.5).
  package static func version5(namespace: UUID, name: [UInt8]) -> UUID {
    let namespaceBytes = withUnsafeBytes(of: namespace.uuid) { Array($0) }
    var bytes = Array(SHA1.digest(of: namespaceBytes + name).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    return UUID(bytes: bytes)
  }

  /// - Parameter bytes: sixteen.
  init(bytes: [UInt8]) {
    self.init(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10],
        bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      ))
  }
}

/// FIPS 180-4, for UUIDs only: Foundation has no digest on Linux, and a whole cryptography library is much for one hash
/// that protects no secret.
enum SHA1 {
  static func digest(of message: [UInt8]) -> [UInt8] {
    var padded = message
    padded.append(0x80)
    padded += [UInt8](repeating: 0, count: (119 - message.count % 64) % 64)
    withUnsafeBytes(of: (UInt64(message.count) * 8).bigEndian) { padded += $0 }
    var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
      0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0
    )
    var schedule = [UInt32](repeating: 0, count: 80)
    for block in stride(from: 0, to: padded.count, by: 64) {
      Self.process(padded[block..<block + 64], &schedule, &state)
    }
    return [state.0, state.1, state.2, state.3, state.4].flatMap { word in
      withUnsafeBytes(of: word.bigEndian) { Array($0) }
    }
  }

  private static func process(
    _ block: ArraySlice<UInt8>, _ schedule: inout [UInt32], _ state: inout (UInt32, UInt32, UInt32, UInt32, UInt32)
  ) {
    for index in 0..<16 {
      let start = block.startIndex + 4 * index
      schedule[index] = block[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
      let word = schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16]
      schedule[index] = word.rotatedLeft(by: 1)
    }
    var (a, b, c, d, e) = state
    for index in 0..<80 {
      let (choice, constant): (UInt32, UInt32) =
        switch index {
        case 0..<20: (b & c | ~b & d, 0x5A82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      (a, b, c, d, e) = (
        a.rotatedLeft(by: 5) &+ choice &+ e &+ constant &+ schedule[index], a, b.rotatedLeft(by: 30), c, d
      )
    }
    state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
  }
}

extension UInt32 {
  fileprivate func rotatedLeft(by count: UInt32) -> UInt32 {
    self << count | self >> (32 - count)
  }
}
