import Messages

/// Takes out of a recording (MP4, QuickTime) or a photo (HEIC) what it tells beside what is to be seen and heard: place, time,
/// telephone, owner (R-038).
///
/// No byte changes its place, because tables all over the file count from its beginning: a box that is not needed to show
/// it becomes `free` and empty, and of the data only those samples stay that the pictures and the sound consist of. Tracks
/// of other things (the way that a telephone took, subtitles, clocks) go with their samples.
struct MediaFile {
  private(set) var bytes: [UInt8]
  /// What of the data is to be seen or heard.
  var shown: [Range<Int>] = []
  /// Where the data lies: nothing else of it stays.
  var data: [Range<Int>] = []
  /// Texts and Exif data, which readers look for where they were: they find them empty.
  var emptied: [(type: String, part: Range<Int>)] = []
  /// By their numbers.
  var tracks: [Int: Track] = [:]

  /// The same file, as long as it was.
  /// - Throws: `invalid` for what is incomplete or broken, `not-supported` for photos that are coded in other ways.
  static func withoutMetadata(_ bytes: [UInt8]) throws(Rejected) -> [UInt8] {
    var file = MediaFile(bytes: bytes)
    try file.clean()
    return file.bytes
  }

  private mutating func clean() throws(Rejected) {
    let boxes = try MediaBox.all(in: 0..<self.bytes.count, of: self.bytes)
    guard let end = boxes.last?.content.upperBound, boxes.first?.type == "ftyp" else { throw .brokenMedia }
    self.erase(end..<self.bytes.count)
    self.data = boxes.filter { $0.type == "mdat" }.map(\.content)
    for box in boxes {
      switch box.type {
      case "ftyp", "mdat": continue
      case "moov": try self.cleanMovie(box)
      case "meta": try self.cleanItems(box)
      case "moof": try self.cleanFragment(box)
      case "styp", "sidx", "mfra": continue
      default: self.blank(box)
      }
    }
    try self.eraseWhatIsNotShown()
    try self.emptyTexts()
  }

  /// - Throws: `invalid` when something that is to be shown is not there, as in a file that was cut off.
  private mutating func eraseWhatIsNotShown() throws(Rejected) {
    let shown = Self.joined(self.shown)
    var next = 0
    for part in Self.joined(self.data) {
      var position = part.lowerBound
      while next < shown.count, shown[next].upperBound <= part.upperBound {
        guard shown[next].lowerBound >= part.lowerBound else { throw .brokenMedia }
        self.erase(position..<shown[next].lowerBound)
        position = shown[next].upperBound
        next += 1
      }
      self.erase(position..<part.upperBound)
    }
    guard next == shown.count, next > 0 else { throw .brokenMedia }
  }

  private mutating func emptyTexts() throws(Rejected) {
    let data = Self.joined(self.data)
    // Whoever lets them overlap wants us to write for ever.
    guard self.emptied.reduce(0, { $0 + $1.part.count }) <= self.bytes.count else { throw .brokenMedia }
    var next = 0
    for (type, part) in self.emptied.sorted(by: { $0.part.lowerBound < $1.part.lowerBound }) {
      while next < data.count, data[next].upperBound <= part.lowerBound { next += 1 }
      guard next < data.count, data[next].clamped(to: part) == part else { throw .brokenMedia }
      self.empty(part, of: type)
    }
  }

  /// In their order, those that overlap as one, and none that is empty.
  static func joined(_ parts: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) where !part.isEmpty {
      if let last = joined.last, part.lowerBound < last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        joined.append(part)
      }
    }
    return joined
  }

  /// Exif data without an entry, XMP that says nothing.
  private mutating func empty(_ part: Range<Int>, of type: String) {
    self.erase(part)
    switch type {
    case "Exif":
      // How far it is to the header, then the header, its first directory at 8, of which nothing is there.
      self.write([0, 0, 0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0], into: part)
    case "mime":
      let nothing = Array(#"<x:xmpmeta xmlns:x="adobe:ns:meta/"/>"#.utf8)
      self.write(nothing + repeatElement(UInt8(ascii: " "), count: max(0, part.count - nothing.count)), into: part)
    default: break
    }
  }

  private mutating func write(_ content: [UInt8], into part: Range<Int>) {
    guard content.count <= part.count else { return }
    self.bytes.replaceSubrange(part.prefix(content.count), with: content)
  }

  // MARK: - Parts of boxes

  mutating func erase(_ part: Range<Int>) {
    for position in part.clamped(to: 0..<self.bytes.count) { self.bytes[position] = 0 }
  }

  mutating func blank(_ box: MediaBox) {
    self.bytes.replaceSubrange(box.start + 4..<box.start + 8, with: Array("free".utf8))
    self.erase(box.content)
  }

  func number(_ box: MediaBox, at offset: Int, bytes count: Int) throws(Rejected) -> Int {
    try self.bytes.number(at: box.content.lowerBound + offset, bytes: count, in: box.content)
  }

  /// The boxes in a box from an offset on, of which only those of these types stay.
  mutating func keep(_ types: Set<String>, in box: MediaBox, from offset: Int = 0) throws(Rejected) -> [MediaBox] {
    guard box.content.count >= offset else { throw .brokenMedia }
    let part = box.content.lowerBound + offset..<box.content.upperBound
    let boxes = try MediaBox.all(in: part, of: self.bytes)
    for inner in boxes where !types.contains(inner.type) { self.blank(inner) }
    self.erase((boxes.last?.content.upperBound ?? part.lowerBound)..<part.upperBound)
    return boxes.filter { types.contains($0.type) }
  }

  /// Who made the file gives handlers a name of his own.
  mutating func eraseName(ofHandler box: MediaBox) throws(Rejected) {
    guard box.content.count >= 12 else { throw .brokenMedia }
    self.erase(box.content.lowerBound + 12..<box.content.upperBound)
  }
}

extension [MediaBox] {
  /// The one box of a type.
  func only(_ type: String) throws(Rejected) -> MediaBox {
    let boxes = self.filter { $0.type == type }
    guard let box = boxes.first, boxes.count == 1 else { throw .brokenMedia }
    return box
  }
}
