import Messages

/// Items of a HEIC photo: pictures, which stay, and what is told of them, which is emptied where it lies.
extension MediaFile {
  /// Coded pictures, and how they are put together.
  private static let pictures: Set = ["hvc1", "hev1", "lhv1", "avc1", "grid", "iovl", "iden", "tmap"]

  /// What has to be known to show a picture; which side is up is among it.
  private static let properties: Set = [
    "ispe", "pixi", "hvcC", "lhvC", "avcC", "colr", "pasp", "clap", "irot", "imir", "auxC", "clli", "mdcv", "cclv",
    "amve",
    "rloc", "lsel", "oinf", "tols", "rref", "iscl",
  ]

  /// One place of an item, and what it is of.
  private struct Extent {
    let item: Int
    let part: Range<Int>
  }

  mutating func cleanItems(_ meta: MediaBox) throws(Rejected) {
    guard meta.content.count >= 4 else { throw .brokenMedia }
    let all = try MediaBox.all(in: meta.content.lowerBound + 4..<meta.content.upperBound, of: self.bytes)
    guard let handler = all.first(where: { $0.type == "hdlr" }), handler.content.count >= 12,
      self.bytes[handler.content.lowerBound + 8..<handler.content.lowerBound + 12].elementsEqual("pict".utf8)
    else {
      // Of something else than pictures.
      self.blank(meta)
      return
    }
    let boxes = try self.keep(
      ["hdlr", "dinf", "pitm", "iinf", "iref", "iprp", "idat", "iloc", "grpl"], in: meta, from: 4)
    try self.eraseName(ofHandler: try boxes.only("hdlr"))
    let inner = boxes.filter { $0.type == "idat" }
    self.data += inner.map(\.content)
    let types = try self.types(try boxes.only("iinf"))
    let primary = try boxes.only("pitm")
    let isWide = try self.number(primary, at: 0, bytes: 1) > 0
    guard let type = types[try self.number(primary, at: 4, bytes: isWide ? 4 : 2)], Self.pictures.contains(type) else {
      throw Rejected("", .notSupported, "The photo is coded in a way that is not taken: send it as JPEG.")
    }
    for extent in try self.extents(try boxes.only("iloc"), inner: inner.first?.content) {
      let type = types[extent.item] ?? ""
      if Self.pictures.contains(type) {
        self.shown.append(extent.part)
      } else {
        self.emptied.append((type, extent.part))
      }
    }
    for box in boxes where box.type == "iprp" {
      for container in try self.keep(["ipco", "ipma"], in: box) where container.type == "ipco" {
        _ = try self.keep(Self.properties, in: container)
      }
    }
  }

  /// The type of each item.
  private func types(_ box: MediaBox) throws(Rejected) -> [Int: String] {
    let offset = try self.number(box, at: 0, bytes: 1) == 0 ? 6 : 8
    guard box.content.count >= offset else { throw .brokenMedia }
    var types: [Int: String] = [:]
    for entry in try MediaBox.all(in: box.content.lowerBound + offset..<box.content.upperBound, of: self.bytes)
    where entry.type == "infe" {
      let version = try self.number(entry, at: 0, bytes: 1)
      guard version == 2 || version == 3 else { throw .brokenMedia }
      let width = version == 2 ? 2 : 4
      let item = try self.number(entry, at: 4, bytes: width)
      // An item that stands here twice would be a picture for one reader and a text for another.
      guard types[item] == nil, entry.content.count >= 10 + width else { throw .brokenMedia }
      let begin = entry.content.lowerBound + 6 + width
      types[item] = String(decoding: self.bytes[begin..<begin + 4], as: UTF8.self)
    }
    return types
  }

  /// Where the items lie (`iloc`).
  /// - Parameter inner: the data within the box itself.
  private func extents(_ box: MediaBox, inner: Range<Int>?) throws(Rejected) -> [Extent] {
    let version = try self.number(box, at: 0, bytes: 1)
    let sizes = try self.number(box, at: 4, bytes: 2)
    let widths = [sizes >> 12, sizes >> 8 & 0xF, sizes >> 4 & 0xF, version == 0 ? 0 : sizes & 0xF]
    guard version <= 2, widths.allSatisfy({ [0, 4, 8].contains($0) }) else { throw .brokenMedia }
    var position = 6
    func next(_ width: Int) throws(Rejected) -> Int {
      defer { position += width }
      return width == 0 ? 0 : try self.number(box, at: position, bytes: width)
    }
    var extents: [Extent] = []
    let count = try next(version < 2 ? 2 : 4)
    for _ in 0..<count {
      let item = try next(version < 2 ? 2 : 4)
      let method = version == 0 ? 0 : try next(2) & 0xF
      guard try next(2) == 0, method < 2 else {
        throw Rejected("", .notSupported, "The photo refers to other files or to parts of itself: send it as JPEG.")
      }
      let base = try next(widths[2])
      for _ in 0..<(try next(2)) {
        _ = try next(widths[3])
        let offset = try next(widths[0])
        let length = try next(widths[1])
        let place = method == 0 ? 0..<self.bytes.count : inner ?? 0..<0
        guard base <= place.count, offset <= place.count - base, length <= place.count - base - offset, length > 0
        else { throw .brokenMedia }
        let begin = place.lowerBound + base + offset
        extents.append(Extent(item: item, part: begin..<begin + length))
      }
    }
    return extents
  }
}
