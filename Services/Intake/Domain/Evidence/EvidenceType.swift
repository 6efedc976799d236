package import Messages

/// What a file of evidence is, found out from its first bytes: what the sender says of it is not believed.
package struct EvidenceType: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let jpeg = EvidenceType("image/jpeg")
  package static let png = EvidenceType("image/png")
  package static let pdf = EvidenceType("application/pdf")
  package static let mp3 = EvidenceType("audio/mpeg")
  package static let wave = EvidenceType("audio/wav")
  package static let amr = EvidenceType("audio/amr")
  package static let ogg = EvidenceType("audio/ogg")

  package static let names: [EvidenceType: TermName] = [
    .jpeg: TermName("照片（JPEG）", "photo (JPEG)"), .png: TermName("图片（PNG）", "picture (PNG)"),
    .pdf: TermName("文件（PDF）", "document (PDF)"), .mp3: TermName("录音（MP3）", "sound (MP3)"),
    .wave: TermName("录音（WAV）", "sound (WAV)"), .amr: TermName("录音（AMR）", "sound (AMR)"),
    .ogg: TermName("录音（OGG）", "sound (Ogg)"),
  ]

  /// - Throws: `not-supported` for everything else. HEIC, MP4 and WebP are refused by name: they may hold the place where they
  ///   were taken in boxes that this version cannot take out, and telephones send JPEG when they are asked to.
  package init(sniffing bytes: [UInt8]) throws(Rejected) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: PNGFile.signature) {
      self = .png
    } else if bytes.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WAVE".utf8)) {
      self = .wave
    } else if bytes.starts(with: Array("#!AMR".utf8)) {
      self = .amr
    } else if bytes.starts(with: Array("OggS".utf8)) {
      self = .ogg
    } else if bytes.starts(with: Array("ID3".utf8)) || Self.isFrameOfMP3(bytes) {
      self = .mp3
    } else if bytes.dropFirst(4).starts(with: Array("ftyp".utf8)) {
      throw Rejected("", .notSupported, "HEIC and MP4 are not taken: send a photo as JPEG, a recording as MP3 or WAV.")
    } else {
      let known = Self.known.map(\.rawValue).joined(separator: ", ")
      throw Rejected("", .notSupported, "The file is none of: \(known).")
    }
  }

  /// Eleven bits of synchronisation, layer III.
  private static func isFrameOfMP3(_ bytes: [UInt8]) -> Bool {
    bytes.count > 2 && bytes[0] == 0xFF && bytes[1] & 0xE6 == 0xE2
  }
}
