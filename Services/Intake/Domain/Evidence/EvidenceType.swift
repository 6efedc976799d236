package import Messages

/// What a file of evidence is, found out from its first bytes: what the sender says of it is not believed.
package struct EvidenceType: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let jpeg = EvidenceType("image/jpeg")
  package static let png = EvidenceType("image/png")
  package static let webp = EvidenceType("image/webp")
  package static let heic = EvidenceType("image/heic")
  package static let mp4 = EvidenceType("video/mp4")
  package static let quickTime = EvidenceType("video/quicktime")
  package static let m4a = EvidenceType("audio/mp4")
  package static let pdf = EvidenceType("application/pdf")
  package static let mp3 = EvidenceType("audio/mpeg")
  package static let wave = EvidenceType("audio/wav")
  package static let amr = EvidenceType("audio/amr")
  package static let ogg = EvidenceType("audio/ogg")

  /// Documents and sound hold a customer's own words, in his hand or voice: no copy without them could be shown.
  package var holdsWords: Bool { [.pdf, .m4a, .mp3, .wave, .amr, .ogg].contains(self) }

  /// Sound, which is kept for a shorter time than the rest.
  package var isRecording: Bool { self.rawValue.hasPrefix("audio/") }

  package static let names: [EvidenceType: TermName] = [
    .jpeg: TermName("照片（JPEG）", "photo (JPEG)"), .png: TermName("图片（PNG）", "picture (PNG)"),
    .webp: TermName("图片（WebP）", "picture (WebP)"), .heic: TermName("照片（HEIC）", "photo (HEIC)"),
    .mp4: TermName("视频（MP4）", "film (MP4)"), .quickTime: TermName("视频（MOV）", "film (QuickTime)"),
    .m4a: TermName("录音（M4A）", "sound (M4A)"), .pdf: TermName("文件（PDF）", "document (PDF)"),
    .mp3: TermName("录音（MP3）", "sound (MP3)"),
    .wave: TermName("录音（WAV）", "sound (WAV)"), .amr: TermName("录音（AMR）", "sound (AMR)"),
    .ogg: TermName("录音（OGG）", "sound (Ogg)"),
  ]

  /// - Throws: `not-supported` for everything else.
  package init(sniffing bytes: [UInt8]) throws(Rejected) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: PNGFile.signature) {
      self = .png
    } else if bytes.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WAVE".utf8)) {
      self = .wave
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      self = .webp
    } else if bytes.starts(with: Array("#!AMR".utf8)) {
      self = .amr
    } else if bytes.starts(with: Array("OggS".utf8)) {
      self = .ogg
    } else if bytes.starts(with: Array("ID3".utf8)) || Self.isFrameOfMP3(bytes) {
      self = .mp3
    } else if let type = Self.media(bytes) {
      self = type
    } else {
      let known = Self.known.map(\.rawValue).joined(separator: ", ")
      throw Rejected("", .notSupported, "The file is none of: \(known).")
    }
  }

  /// By the brands that a file says to be of, the first of which counts most; nil for AVIF and others that we cannot clean.
  private static func media(_ bytes: [UInt8]) -> EvidenceType? {
    guard bytes.count >= 16, bytes[4..<8].elementsEqual("ftyp".utf8) else { return nil }
    let length = bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }
    guard (16...256).contains(length), length <= bytes.count else { return nil }
    func brand(_ position: Int) -> String { String(decoding: bytes[position..<position + 4], as: UTF8.self) }
    let major = brand(8)
    let others = stride(from: 16, through: length - 4, by: 4).map(brand)
    let photos: Set = ["heic", "heix", "heim", "heis", "hevc", "hevx"]
    if photos.contains(major) || ["mif1", "msf1"].contains(major) && !photos.isDisjoint(with: others) { return .heic }
    if major == "qt  " { return .quickTime }
    if ["M4A ", "M4B "].contains(major) { return .m4a }
    let films = ["iso", "mp4", "avc1", "M4V", "3gp", "3g2", "f4v", "MSNV", "XAVC", "hvc1", "mmp4", "dash"]
    return films.contains(where: major.hasPrefix) ? .mp4 : nil
  }

  /// Eleven bits of synchronisation, layer III.
  private static func isFrameOfMP3(_ bytes: [UInt8]) -> Bool {
    bytes.count > 2 && bytes[0] == 0xFF && bytes[1] & 0xE6 == 0xE2
  }
}
