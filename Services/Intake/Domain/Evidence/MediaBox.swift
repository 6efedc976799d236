import Messages

/// A box of an ISO base media file (ISO/IEC 14496-12): MP4, QuickTime and HEIC consist of boxes in boxes.
struct MediaBox {
  /// Four letters.
  let type: String
  let start: Int
  /// What it holds, after its length and type.
  let content: Range<Int>

  /// The boxes of a part of the file, in their order. Fewer than eight bytes after the last are none of them.
  /// - Throws: `invalid` where one is longer than what it stands in.
  static func all(in part: Range<Int>, of bytes: [UInt8]) throws(Rejected) -> [MediaBox] {
    var boxes: [MediaBox] = []
    var position = part.lowerBound
    while part.upperBound - position >= 8 {
      let short = try bytes.number(at: position, bytes: 4, in: part)
      var (header, length) = (8, short)
      if short == 1 {
        header = 16
        length = try bytes.number(at: position + 8, bytes: 8, in: part)
      } else if short == 0 {
        // To the end, as the data of a recording may be written. Nowhere else does it make sense.
        guard part.upperBound == bytes.count else { throw .brokenMedia }
        length = part.upperBound - position
      }
      guard length >= header, length <= part.upperBound - position else { throw .brokenMedia }
      let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      boxes.append(MediaBox(type: type, start: position, content: position + header..<position + length))
      position += length
    }
    return boxes
  }
}

extension [UInt8] {
  /// A big-endian number of the file.
  /// - Throws: `invalid` when it does not stand in `part`, or nobody can count so far.
  func number(at position: Int, bytes count: Int, in part: Range<Int>) throws(Rejected) -> Int {
    guard position >= part.lowerBound, position <= part.upperBound - count, part.upperBound <= self.count else {
      throw .brokenMedia
    }
    var value: UInt64 = 0
    for byte in self[position..<position + count] { value = value << 8 | UInt64(byte) }
    guard let number = Int(exactly: value) else { throw .brokenMedia }
    return number
  }
}

extension Rejected {
  static var brokenMedia: Rejected {
    Rejected("", .invalid, "The file is no complete photo or recording of its kind.")
  }
}
