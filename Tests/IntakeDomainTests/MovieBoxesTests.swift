import IntakeDomain
import Messages
import Testing

/// Films box by box, for what the tools of MediaFileTests do not write: long boxes, wide offsets, narrow sizes, tables that lie.
struct MovieBoxesTests {
  @Test(
    "R-038: no byte of a film changes its place; boxes that tell become free and empty, and so does data that no track shows"
  )
  func inPlace() throws {
    let film = Self.film(
      data: "before" + "picture" + "between" + "sound" + "GPS of the way", secret: "Secret", times: 7)
    let shown = try Evidence.withoutMetadata(film, .mp4)
    let expected = Self.film(
      data: "\0\0\0\0\0\0" + "picture" + "\0\0\0\0\0\0\0" + "sound" + String(repeating: "\0", count: 14), secret: nil,
      times: 0)
    #expect(shown == expected)
    #expect(try Evidence.withoutMetadata(shown, .mp4) == shown)
  }

  @Test(
    "A film whose tables lead out of its data is refused",
    arguments: [(-1, 7), (0, 7), (13, 1_000), (1 << 40, 7), (Int.max, 7), (40, 7)]) func lies(shift: Int, size: Int)
  {
    let film = Self.film(data: "before" + "picture" + "between" + "sound" + "after", shift: shift, size: size)
    #expect(throws: Rejected.self) { try Evidence.withoutMetadata(film, .mp4) }
  }

  @Test("A film without pictures and sound, and one without its data, are refused") func nothingToShow() {
    let brands = Self.box("ftyp", Array("isom\0\0\0\0".utf8))
    for rest in [[], Self.box("moov", []), Self.box("mdat", [1, 2, 3]), Self.box("moov", Self.box("trak", []))] {
      #expect(throws: Rejected.self) { try Evidence.withoutMetadata(brands + rest, .mp4) }
    }
  }

  // MARK: - A film of one picture, one sound and the way that the telephone took

  /// - Parameters:
  ///   - secret: nil where it was taken out.
  ///   - shift: added to where the picture begins; 0 is where it is not.
  private static func film(
    data: String, secret: String? = nil, times: UInt8 = 0, shift: Int = 6, size: Int = 7
  ) -> [UInt8] {
    let brands = Self.box("ftyp", Array("isom\0\0\0\0".utf8))
    // A length of 64 bits, though it is small.
    let media = Self.number(1, 4) + Array("mdat".utf8) + Self.number(16 + data.utf8.count, 8) + Array(data.utf8)
    let begin = brands.count + 16
    let text = Array((secret ?? "").utf8)
    let told = secret == nil ? [UInt8](repeating: 0, count: 6) : text
    let header = Self.box("mvhd", Self.times(times) + [1, 2, 3])
    let picture = Self.track(
      "vide", told, times, sizes: ("stz2", Self.number(16, 4) + Self.number(1, 4) + Self.number(size, 2)),
      places: ("co64", Self.number(1, 4) + Self.number(shift == 6 ? begin + 6 : begin &+ shift &- 13, 8)))
    let sound = Self.track(
      "soun", told, times, sizes: ("stsz", Self.number(0, 4) + Self.number(1, 4) + Self.number(5, 4)),
      places: ("stco", Self.number(1, 4) + Self.number(begin + 20, 4)))
    let way = Self.track(
      "meta", told, times, sizes: ("stsz", Self.number(0, 4) + Self.number(1, 4) + Self.number(14, 4)),
      places: ("stco", Self.number(1, 4) + Self.number(begin + 25, 4)))
    func taken(_ box: [UInt8]) -> [UInt8] {
      secret == nil ? Self.box("free", [UInt8](repeating: 0, count: box.count - 8)) : box
    }
    let movie = Self.box(
      "moov", header + picture + sound + taken(way) + taken(Self.box("udta", Array("\u{A9}xyz+22.5+114.0/".utf8))))
    return brands + media + movie + taken(Self.box("uuid", Array("0123456789abcdefXMP".utf8)))
  }

  private static func track(
    _ kind: String, _ name: [UInt8], _ times: UInt8, sizes: (String, [UInt8]), places: (String, [UInt8])
  ) -> [UInt8] {
    let runs = Self.number(0, 4) + Self.number(1, 4) + Self.number(1, 4) + Self.number(1, 4) + Self.number(1, 4)
    let tables =
      Self.box("stsd", Self.number(0, 8)) + Self.box("stsc", runs) + Self.box(sizes.0, Self.number(0, 4) + sizes.1)
      + Self.box(places.0, Self.number(0, 4) + places.1)
    let handler = Self.box("hdlr", Self.number(0, 8) + Array(kind.utf8) + Self.number(0, 12) + name)
    return Self.box(
      "trak",
      Self.box("tkhd", Self.times(times) + Self.number(kind == "vide" ? 1 : kind == "soun" ? 2 : 3, 4))
        + Self.box(
          "mdia", Self.box("mdhd", Self.times(times) + [5]) + handler + Self.box("minf", Self.box("stbl", tables))))
  }

  /// Made and changed, in the wide form.
  private static func times(_ value: UInt8) -> [UInt8] { [1, 0, 0, 0] + [UInt8](repeating: value, count: 16) }

  private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    Self.number(8 + content.count, 4) + Array(type.utf8) + content
  }

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
