import Foundation
import IntakeDomain
import Messages
import TestSupport
import Testing

/// Files of evidence: what they are, and what others do not see of them.
struct EvidenceTests {
  @Test(
    "What a file is, its first bytes say",
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
      (Array("%PDF-1.7".utf8), "application/pdf"), (Array("ID3\u{4}".utf8), "audio/mpeg"),
      ([0xFF, 0xFB, 0x90], "audio/mpeg"), (Array("RIFF....WAVEfmt ".utf8), "audio/wav"),
      (Array("RIFF....WEBPVP8 ".utf8), "image/webp"), (Self.brands("heic"), "image/heic"),
      (Self.brands("mif1", "heic"), "image/heic"), (Self.brands("isom", "mp41"), "video/mp4"),
      (Self.brands("3gp4"), "video/mp4"), (Self.brands("qt  "), "video/quicktime"), (Self.brands("M4A "), "audio/mp4"),
      (Array("#!AMR\n".utf8), "audio/amr"), (Array("OggS\u{0}".utf8), "audio/ogg"),
    ] as [([UInt8], String)]) func sniffing(_ bytes: [UInt8], _ type: String) throws
  { #expect(try EvidenceType(sniffing: bytes).rawValue == type) }

  @Test(
    "AVIF, boxes of no known brand, programs, pages and nothing at all are refused",
    arguments: [
      "....ftypheic", "\0\0\0\u{10}ftypavif\0\0\0\0", "\0\0\0\u{14}ftypmif1\0\0\0\0avif",
      "\0\0\0\u{20}ftypheic\0\0\0\0",
      "<html>", "MZ", "\u{7F}ELF", "RIFF....AVI ", "", "P",
    ]) func refused(_ text: String)
  { #expect(throws: Rejected.self) { try EvidenceType(sniffing: Array(text.utf8)) } }

  @Test("R-038: place, time and owner are taken out of a JPEG; the picture, its colours and its side stay") func jpeg()
    throws
  {
    let picture = Self.segment(0xDB, "tables") + Self.segment(0xDA, "scan") + [1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]
    let colours = Self.segment(0xE2, "ICC_PROFILE\0colours")
    let jfif = Self.segment(0xE0, "JFIF\0")
    let secrets =
      Self.segment(0xE1, Self.exif(orientation: 6, text: "GPS 22.5N"))
      + Self.segment(0xE1, Array("http://ns.adobe.com/xap GPS".utf8)) + Self.segment(0xED, "Photoshop owner")
      + Self.segment(0xFE, "comment") + Self.segment(0xE2, "MPF\0second")
    let whole = [0xFF, 0xD8] + jfif + secrets + colours + picture + [0xFF, 0xD9] + Array("trailing GPS".utf8)
    let cleaned = try Evidence.withoutMetadata(whole, .jpeg)
    let text = String(decoding: cleaned, as: UTF8.self)
    for secret in ["GPS", "owner", "comment", "MPF", "xap"] { #expect(!text.contains(secret), "\(secret)") }
    let oriented = Self.segment(0xE1, Self.exif(orientation: 6, text: ""))
    #expect(cleaned == [0xFF, 0xD8] + jfif + oriented + colours + picture + [0xFF, 0xD9])
    // What is clean already stays as it is.
    #expect(try Evidence.withoutMetadata(cleaned, .jpeg) == cleaned)
  }

  @Test("A photo that stands upright gets no Exif data at all") func upright() throws {
    let picture = Self.segment(0xDA, "scan") + [9] + [0xFF, 0xD9]
    let whole = [0xFF, 0xD8] + Self.segment(0xE1, Self.exif(orientation: 1, text: "GPS")) + picture
    #expect(try Evidence.withoutMetadata(whole, .jpeg) == [0xFF, 0xD8] + picture)
  }

  @Test("R-038: texts, times and Exif data are taken out of a PNG") func png() throws {
    let header = Self.chunk("IHDR", "size")
    let data = Self.chunk("IDAT", "pixels")
    let end = Self.chunk("IEND", "")
    let secrets = Self.chunk("eXIf", "GPS") + Self.chunk("tEXt", "Author") + Self.chunk("tIME", "2023")
    let whole = Self.signature + header + secrets + data + Self.chunk("iTXt", "GPS") + end + Array("GPS".utf8)
    #expect(try Evidence.withoutMetadata(whole, .png) == Self.signature + header + data + end)
  }

  @Test("Bytes at random, and files cut off anywhere, are refused or cleaned, and never a trap") func brokenFiles()
    throws
  {
    var random = SeededGenerator()
    print("brokenFiles: \(random)")
    let jpeg =
      [0xFF, 0xD8] + Self.segment(0xE1, Self.exif(orientation: 3, text: "GPS")) + Self.segment(0xDA, "scan") + [
        7, 0xFF, 0xD9,
      ]
    let png = Self.signature + Self.chunk("IHDR", "size") + Self.chunk("tEXt", "GPS") + Self.chunk("IEND", "")
    for (bytes, type) in [(jpeg, EvidenceType.jpeg), (png, .png)] {
      for length in 0..<bytes.count { _ = try? Evidence.withoutMetadata(Array(bytes.prefix(length)), type) }
      for _ in 0..<2000 {
        var changed = bytes
        for _ in 0..<3 {
          changed[.random(in: 2..<changed.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        _ = try? Evidence.withoutMetadata(changed, type)
      }
    }
  }

  @Test("R-038: the same file again is the file that is there; another gets the next place") func folder() throws {
    var folder = EvidenceFolder([])
    let first = try folder.add(Self.evidence("a"))
    let second = try folder.add(Self.evidence("b"))
    let again = try folder.add(Self.evidence("a"))
    #expect(first.0.position == 1 && first.isNew)
    #expect(second.0.position == 2 && second.isNew)
    #expect(again.0.position == 1 && !again.isNew)
    #expect(folder.added.count == 2)
  }

  // MARK: - Values

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func evidence(_ checksum: String) throws -> Evidence {
    let file = Evidence.File(checksum: checksum, size: 1)
    return Evidence(
      complaint: try #require(ComplaintNumber("CLX-2023-000001")), type: .png, name: nil, original: file, shown: file,
      author: Author(account: "li.na", post: nil), storedAt: Report.time)
  }

  private static func brands(_ major: String, _ others: String...) -> [UInt8] {
    [0, 0, 0, UInt8(16 + others.count * 4)] + Array("ftyp\(major)\0\0\0\0\(others.joined())".utf8)
  }

  private static func segment(_ marker: UInt8, _ text: String) -> [UInt8] { Self.segment(marker, Array(text.utf8)) }

  private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
    let length = content.count + 2
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + content
  }

  /// As cameras write it, big-endian, with one entry.
  private static func exif(orientation: UInt8, text: String) -> [UInt8] {
    Array("Exif\0\0MM".utf8) + [
      0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
    ] + Array(text.utf8)
  }

  private static func chunk(_ type: String, _ text: String) -> [UInt8] {
    let content = Array(text.utf8)
    return [0, 0, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + Array(type.utf8) + content + [1, 2, 3, 4]
  }
}
