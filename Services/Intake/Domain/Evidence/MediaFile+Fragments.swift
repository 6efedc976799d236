import Messages

/// Recordings that were written piece by piece, as browsers do it: each fragment (`moof`) says of its own where its samples lie.
extension MediaFile {
  /// What the movie's head says of a track.
  struct Track {
    let isShown: Bool
    /// Of a sample whose fragment says nothing of its size.
    var sampleSize = 0
  }

  private static let parts: Set = [
    "tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd", "subs", "saiz", "saio", "senc",
  ]

  mutating func noteSampleSizes(_ box: MediaBox) throws(Rejected) {
    for track in try self.keep(["mehd", "trex"], in: box) where track.type == "trex" {
      let number = try self.number(track, at: 4, bytes: 4)
      let size = try self.number(track, at: 16, bytes: 4)
      self.tracks[number]?.sampleSize = size
    }
  }

  mutating func cleanFragment(_ fragment: MediaBox) throws(Rejected) {
    // Where the samples of the track before end; of the first, where the fragment begins.
    var end = fragment.start
    for box in try self.keep(["mfhd", "traf"], in: fragment) where box.type == "traf" {
      let header = try MediaBox.all(in: box.content, of: self.bytes).only("tfhd")
      guard let track = self.tracks[try self.number(header, at: 4, bytes: 4)] else { throw .brokenMedia }
      var fields = Fields(box: header, flags: try self.number(header, at: 1, bytes: 3), position: 8)
      let given = try fields.next(0x1, bytes: 8, of: self)
      for flag in [0x2, 0x8] { _ = try fields.next(flag, bytes: 4, of: self) }
      let size = try fields.next(0x10, bytes: 4, of: self) ?? track.sampleSize
      let base = given ?? (fields.flags & 0x20000 != 0 ? fragment.start : end)
      end = base
      for run in try self.keep(Self.parts, in: box) where run.type == "trun" {
        let part = try self.samples(of: run, base: base, after: end, size: size)
        if track.isShown { self.shown.append(part) }
        end = part.upperBound
      }
      if !track.isShown { self.blank(box) }
    }
  }

  /// Where the samples of a run lie.
  private func samples(of run: MediaBox, base: Int, after end: Int, size: Int) throws(Rejected) -> Range<Int> {
    var fields = Fields(box: run, flags: try self.number(run, at: 1, bytes: 3), position: 8)
    let count = try self.number(run, at: 4, bytes: 4)
    let offset = try fields.next(0x1, bytes: 4, of: self).map { Int(Int32(truncatingIfNeeded: $0)) }
    _ = try fields.next(0x4, bytes: 4, of: self)
    let flags = fields.flags
    let width = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }.count * 4
    let (begin, overflow) = offset.map { base.addingReportingOverflow($0) } ?? (end, false)
    guard !overflow, begin >= 0, begin <= self.bytes.count else { throw .brokenMedia }
    var length = 0
    if flags & 0x200 != 0 {
      guard count <= (run.content.count - fields.position) / width else { throw .brokenMedia }
      let first = fields.position + (flags & 0x100 != 0 ? 4 : 0)
      for index in 0..<count { length += try self.number(run, at: first + index * width, bytes: 4) }
    } else {
      let product = count.multipliedReportingOverflow(by: size)
      guard !product.overflow else { throw .brokenMedia }
      length = product.partialValue
    }
    guard length <= self.bytes.count - begin else { throw .brokenMedia }
    return begin..<begin + length
  }

  /// The fields of a box of which flags say which are there.
  private struct Fields {
    let box: MediaBox
    let flags: Int
    var position: Int

    mutating func next(_ flag: Int, bytes count: Int, of file: MediaFile) throws(Rejected) -> Int? {
      guard self.flags & flag != 0 else { return nil }
      defer { self.position += count }
      return try file.number(self.box, at: self.position, bytes: count)
    }
  }
}
