import Messages

/// Takes out of a photo what it tells beside the picture: place, time, telephone, owner.
///
/// Kept are the segments without which it cannot be shown, its colours (ICC), and which side is up.
enum JPEGFile {
  private static let startOfImage: [UInt8] = [0xFF, 0xD8]
  private static let endOfImage: UInt8 = 0xD9
  private static let startOfScan: UInt8 = 0xDA

  /// - Throws: `invalid` for what is no complete JPEG.
  static func withoutMetadata(_ bytes: [UInt8]) throws(Rejected) -> [UInt8] {
    var result = Self.startOfImage
    result.reserveCapacity(bytes.count)
    var position = 2
    var isOriented = false
    while true {
      let (marker, begin) = try Self.marker(in: bytes, from: position)
      // Whatever follows the picture, often another one with its own place and time, is left out.
      if marker == Self.endOfImage { return result + [0xFF, marker] }
      if (0xD0...0xD7).contains(marker) || marker == 0x01 {
        result += [0xFF, marker]
        position = begin
        continue
      }
      let end = try Self.end(ofSegmentAt: begin, in: bytes)
      let content = bytes[begin + 2..<end]
      if marker == 0xE1, !isOriented, let orientation = TIFFOrientation.find(in: content) {
        result += TIFFOrientation.segment(orientation)
        isOriented = true
      } else if Self.isNeeded(marker, content) {
        result += bytes[begin - 2..<end]
      }
      position = end
      if marker == Self.startOfScan {
        position = Self.end(ofScanAt: end, in: bytes)
        result += bytes[end..<position]
      }
    }
  }

  /// JFIF, Adobe and ICC say how the picture is to be shown; all other application segments and comments tell of its taking.
  private static func isNeeded(_ marker: UInt8, _ content: ArraySlice<UInt8>) -> Bool {
    switch marker {
    case 0xE0: content.starts(with: Array("JFIF\0".utf8))
    case 0xE2: content.starts(with: Array("ICC_PROFILE\0".utf8))
    case 0xEE: content.starts(with: Array("Adobe".utf8))
    case 0xE1...0xEF, 0xFE: false
    default: true
    }
  }

  /// The next marker and where its segment begins; fill bytes before it are skipped.
  private static func marker(in bytes: [UInt8], from position: Int) throws(Rejected) -> (UInt8, Int) {
    var position = position
    guard position < bytes.count, bytes[position] == 0xFF else { throw Self.broken }
    while position < bytes.count, bytes[position] == 0xFF { position += 1 }
    guard position < bytes.count, bytes[position] != 0 else { throw Self.broken }
    return (bytes[position], position + 1)
  }

  private static func end(ofSegmentAt begin: Int, in bytes: [UInt8]) throws(Rejected) -> Int {
    guard begin + 2 <= bytes.count else { throw Self.broken }
    let length = Int(bytes[begin]) << 8 | Int(bytes[begin + 1])
    guard length >= 2, begin + length <= bytes.count else { throw Self.broken }
    return begin + length
  }

  /// Where the coded data of a scan ends: at the next marker that is neither a stuffed zero nor a restart.
  private static func end(ofScanAt begin: Int, in bytes: [UInt8]) -> Int {
    var position = begin
    while position + 1 < bytes.count {
      if bytes[position] == 0xFF, bytes[position + 1] != 0, !(0xD0...0xD7).contains(bytes[position + 1]) {
        return position
      }
      position += 1
    }
    return bytes.count
  }

  private static let broken = Rejected("", .invalid, "The photo is no complete JPEG.")
}

/// Which side of a photo is up: the one thing of its Exif data that has to stay.
enum TIFFOrientation {
  private static let exif = Array("Exif\0\0".utf8)
  private static let tag = 0x0112

  /// From 2 to 8; nil where there is none, or it is upright, or the data is broken.
  static func find(in content: ArraySlice<UInt8>) -> UInt8? {
    content.starts(with: Self.exif) ? Self.find(tiff: content) : nil
  }

  /// In Exif data, with the name that JPEG puts before it or without.
  static func find(tiff content: ArraySlice<UInt8>) -> UInt8? {
    let tiff = Array(content.starts(with: Self.exif) ? content.dropFirst(Self.exif.count) : content)
    let isLittle = tiff.starts(with: Array("II".utf8))
    guard isLittle || tiff.starts(with: Array("MM".utf8)) else { return nil }
    func number(at position: Int, bytes count: Int) -> Int? {
      guard position >= 0, position + count <= tiff.count else { return nil }
      let part = tiff[position..<position + count]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, bytes: 2) == 42, let directory = number(at: 4, bytes: 4),
      let count = number(at: directory, bytes: 2)
    else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + index * 12
      guard let tag = number(at: entry, bytes: 2) else { return nil }
      guard tag == Self.tag else { continue }
      guard let value = number(at: entry + 8, bytes: 2), (2...8).contains(value) else { return nil }
      return UInt8(value)
    }
    return nil
  }

  /// Exif data that say nothing else.
  static func tiff(_ orientation: UInt8) -> [UInt8] {
    Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0] + [0, 0, 0, 0]
  }

  /// A segment of a JPEG with them.
  static func segment(_ orientation: UInt8) -> [UInt8] {
    let tiff = Self.tiff(orientation)
    let length = 2 + Self.exif.count + tiff.count
    return [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + Self.exif + tiff
  }
}
