import Messages

/// Tracks of pictures and of sound.
extension MediaFile {
  private static let tables: Set = [
    "stsd", "stts", "ctts", "cslg", "stss", "stps", "stsc", "stsz", "stz2", "stco", "co64", "sgpd", "sbgp", "sdtp",
    "subs",
    "saiz", "saio", "padb", "stsh", "stdp",
  ]

  mutating func cleanMovie(_ movie: MediaBox) throws(Rejected) {
    var starts: [Int] = []
    // Chunks of sound whose end no table tells.
    var unmeasured: [Int] = []
    let boxes = try self.keep(["mvhd", "trak", "mvex"], in: movie)
    for box in boxes where box.type == "mvhd" { try self.eraseTimes(box) }
    for box in boxes where box.type == "trak" {
      let media = try MediaBox.all(in: box.content, of: self.bytes).only("mdia")
      let parts = try MediaBox.all(in: media.content, of: self.bytes)
      let handler = try parts.only("hdlr")
      let kind = try self.number(handler, at: 8, bytes: 4)
      let table = try MediaBox.all(in: try parts.only("minf").content, of: self.bytes).only("stbl")
      let chunks = try self.chunks(try MediaBox.all(in: table.content, of: self.bytes))
      starts += chunks.map(\.start)
      let isShown = [Self.pictures, Self.sound, Self.sequence].contains(kind)
      let number = try self.number(ofTrack: try MediaBox.all(in: box.content, of: self.bytes).only("tkhd"))
      guard self.tracks.updateValue(Track(isShown: isShown), forKey: number) == nil else { throw .brokenMedia }
      guard isShown else {
        self.blank(box)
        continue
      }
      try self.cleanTrack(box, isVideo: kind != Self.sound)
      for chunk in chunks {
        // QuickTime counts uncompressed sound in units of its own: such a chunk goes on to the next.
        if kind == Self.sound, chunk.isUniform {
          unmeasured.append(chunk.start)
        } else {
          self.shown.append(chunk.start..<chunk.start + chunk.length)
        }
      }
    }
    for box in boxes where box.type == "mvex" { try self.noteSampleSizes(box) }
    starts.sort()
    let data = Self.joined(self.data)
    var (next, place) = (0, 0)
    for start in unmeasured.sorted() {
      while next < starts.count, starts[next] <= start { next += 1 }
      while place < data.count, data[place].upperBound <= start { place += 1 }
      guard place < data.count, data[place].contains(start) else { throw .brokenMedia }
      let end = data[place].upperBound
      self.shown.append(start..<(next < starts.count ? min(starts[next], end) : end))
    }
  }

  /// `vide`, `soun` and, in HEIC, `pict`.
  private static let pictures = 0x7669_6465
  private static let sound = 0x736F_756E
  private static let sequence = 0x7069_6374

  private mutating func cleanTrack(_ track: MediaBox, isVideo: Bool) throws(Rejected) {
    for box in try self.keep(["tkhd", "edts", "tapt", "mdia"], in: track) {
      if box.type == "tkhd" { try self.eraseTimes(box) }
      guard box.type == "mdia" else { continue }
      for inner in try self.keep(["mdhd", "hdlr", "minf"], in: box) {
        switch inner.type {
        case "mdhd": try self.eraseTimes(inner)
        case "hdlr": try self.eraseName(ofHandler: inner)
        default: try self.cleanMedia(inner, isVideo: isVideo)
        }
      }
    }
  }

  private mutating func cleanMedia(_ media: MediaBox, isVideo: Bool) throws(Rejected) {
    for box in try self.keep(["vmhd", "smhd", "nmhd", "gmhd", "hdlr", "dinf", "stbl"], in: media) {
      switch box.type {
      case "hdlr": try self.eraseName(ofHandler: box)
      case "dinf":
        // Where the data lies: in this file. On some machines its path stood here.
        for reference in try self.keep(["dref"], in: box) {
          for entry in try self.keep(["url ", "urn ", "alis"], in: reference, from: 8) {
            self.erase(min(entry.content.lowerBound + 4, entry.content.upperBound)..<entry.content.upperBound)
          }
        }
      case "stbl":
        for table in try self.keep(Self.tables, in: box) where table.type == "stsd" && isVideo {
          try self.cleanDescriptions(table)
        }
      default: continue
      }
    }
  }

  /// How the pictures are coded stays; which telephone coded them does not.
  private mutating func cleanDescriptions(_ table: MediaBox) throws(Rejected) {
    guard table.content.count >= 8 else { throw .brokenMedia }
    let entries = try MediaBox.all(in: table.content.lowerBound + 8..<table.content.upperBound, of: self.bytes)
    for entry in entries {
      let begin = entry.content.lowerBound
      guard entry.content.count >= 78 else { continue }
      self.erase(begin + 12..<begin + 16)
      self.erase(begin + 42..<begin + 74)
      for box in try MediaBox.all(in: begin + 78..<entry.content.upperBound, of: self.bytes)
      where ["uuid", "udta", "meta", "free", "skip"].contains(box.type) {
        self.blank(box)
      }
    }
  }

  private func number(ofTrack header: MediaBox) throws(Rejected) -> Int {
    try self.number(header, at: try self.number(header, at: 0, bytes: 1) == 1 ? 20 : 12, bytes: 4)
  }

  /// When it was made and changed.
  private mutating func eraseTimes(_ box: MediaBox) throws(Rejected) {
    let length = try self.number(box, at: 0, bytes: 1) == 1 ? 16 : 8
    guard box.content.count >= 4 + length else { throw .brokenMedia }
    let begin = box.content.lowerBound + 4
    self.erase(begin..<begin + length)
  }

  // MARK: - Samples

  /// Samples that lie one after the other.
  private struct Chunk {
    let start: Int
    let length: Int
    /// All are said to be of one size.
    let isUniform: Bool
  }

  private func chunks(_ boxes: [MediaBox]) throws(Rejected) -> [Chunk] {
    let isWide = boxes.contains { $0.type == "co64" }
    let places = try self.entries(try boxes.only(isWide ? "co64" : "stco"), at: 4, bytes: isWide ? 8 : 4)
    let table = try boxes.only("stsc")
    let firsts = try self.entries(table, at: 4, bytes: 4, of: 12)
    let counts = try self.entries(table, at: 4, bytes: 4, of: 12, skipping: 4)
    let (uniform, sizes, all) = try self.sizes(boxes)
    guard places.isEmpty || firsts.first == 1 else { throw .brokenMedia }
    var chunks: [Chunk] = []
    var (run, sample) = (0, 0)
    for (index, place) in places.enumerated() {
      while run + 1 < firsts.count, firsts[run + 1] <= index + 1 { run += 1 }
      let count = min(counts[run], all - sample)
      var length = 0
      if let uniform {
        let product = uniform.multipliedReportingOverflow(by: count)
        guard !product.overflow else { throw .brokenMedia }
        length = product.partialValue
      } else {
        for size in sizes[sample..<sample + count] { length += size }
      }
      sample += count
      guard place <= self.bytes.count, length <= self.bytes.count - place else { throw .brokenMedia }
      chunks.append(Chunk(start: place, length: length, isUniform: uniform != nil))
    }
    return chunks
  }

  /// One size of all, or the size of each; and how many there are.
  private func sizes(_ boxes: [MediaBox]) throws(Rejected) -> (uniform: Int?, each: [Int], count: Int) {
    guard let box = boxes.first(where: { $0.type == "stsz" }) else {
      let box = try boxes.only("stz2")
      let bits = try self.number(box, at: 7, bytes: 1)
      guard bits == 8 || bits == 16 else { throw .brokenMedia }
      let each = try self.entries(box, at: 8, bytes: bits / 8)
      return (nil, each, each.count)
    }
    let uniform = try self.number(box, at: 4, bytes: 4)
    if uniform > 0 { return (uniform, [], try self.number(box, at: 8, bytes: 4)) }
    let each = try self.entries(box, at: 8, bytes: 4)
    return (nil, each, each.count)
  }

  /// The numbers of a table that begins with its length.
  private func entries(
    _ box: MediaBox, at offset: Int, bytes size: Int, of stride: Int? = nil, skipping: Int = 0
  ) throws(Rejected) -> [Int] {
    let count = try self.number(box, at: offset, bytes: 4)
    let stride = stride ?? size
    guard count <= (box.content.count - offset - 4) / stride else { throw .brokenMedia }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    for index in 0..<count {
      numbers.append(try self.number(box, at: offset + 4 + index * stride + skipping, bytes: size))
    }
    return numbers
  }
}
