import Messages

/// Takes out of a WebP what it tells beside the picture: only chunks that are needed to show it stay, and which side
/// is up.
enum WebPFile {
  private static let needed: Set = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]
  private static let pictures: Set = ["VP8 ", "VP8L", "ANMF"]
  private static let flagOfExif: UInt8 = 0x08
  private static let flagOfXMP: UInt8 = 0x04
  /// Of a frame, before its own chunks.
  private static let frameHeader = 16

  /// - Throws: `invalid` for what is no complete WebP.
  static func withoutMetadata(_ bytes: [UInt8]) throws(Rejected) -> [UInt8] {
    guard bytes.count >= 12, let length = Self.length(in: bytes, at: 4), length >= 4, length <= bytes.count - 8 else {
      throw Self.broken
    }
    // Whatever follows is left out.
    let chunks = try Self.chunks(in: bytes, 12..<8 + length)
    guard chunks.contains(where: { Self.pictures.contains($0.type) }) else { throw Self.broken }
    let orientation = chunks.first { $0.type == "EXIF" }.flatMap { TIFFOrientation.find(tiff: bytes[$0.content]) }
    let isExtended = chunks.first?.type == "VP8X"
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for chunk in chunks where Self.needed.contains(chunk.type) {
      var content = Array(bytes[chunk.content])
      if chunk.type == "VP8X" {
        guard content.count >= 10 else { throw Self.broken }
        content[0] &= ~(Self.flagOfExif | Self.flagOfXMP)
        if orientation != nil { content[0] |= Self.flagOfExif }
      } else if chunk.type == "ANMF" {
        content = try Self.cleanedFrame(content)
      }
      result += Self.chunk(chunk.type, content)
    }
    if isExtended, let orientation { result += Self.chunk("EXIF", TIFFOrientation.tiff(orientation)) }
    return Self.chunk("RIFF", Array("WEBP".utf8) + result)
  }

  private static func cleanedFrame(_ content: [UInt8]) throws(Rejected) -> [UInt8] {
    guard content.count >= Self.frameHeader else { throw Self.broken }
    var result = Array(content.prefix(Self.frameHeader))
    for chunk in try Self.chunks(in: content, Self.frameHeader..<content.count)
    where ["ALPH", "VP8 ", "VP8L"].contains(chunk.type) {
      result += Self.chunk(chunk.type, Array(content[chunk.content]))
    }
    return result
  }

  private static func chunks(in bytes: [UInt8], _ part: Range<Int>) throws(Rejected) -> [(
    type: String, content: Range<Int>
  )] {
    var chunks: [(type: String, content: Range<Int>)] = []
    var position = part.lowerBound
    while position < part.upperBound {
      guard part.upperBound - position >= 8, let length = Self.length(in: bytes, at: position + 4),
        length <= part.upperBound - position - 8
      else { throw Self.broken }
      let type = String(decoding: bytes[position..<position + 4], as: UTF8.self)
      chunks.append((type, position + 8..<position + 8 + length))
      // To an even place; the last one's filling byte is sometimes forgotten.
      position += 8 + length + length % 2
    }
    return chunks
  }

  private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: content.count >> ($0 * 8)) }
    return Array(type.utf8) + length + content + (content.count % 2 == 0 ? [] : [0])
  }

  /// Little-endian; nil behind the end.
  private static func length(in bytes: [UInt8], at position: Int) -> Int? {
    guard position + 4 <= bytes.count else { return nil }
    return bytes[position..<position + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static let broken = Rejected("", .invalid, "The picture is no complete WebP.")
}
