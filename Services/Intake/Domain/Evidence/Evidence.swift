package import Foundation
package import Messages

/// A photo, a recording or a document that proves something of a complaint: kept as it came, with who handed it in and when,
/// and never changed.
package struct Evidence: Sendable, Equatable {
  /// A file as it is stored: found by what is in it.
  package struct File: Sendable, Hashable {
    /// SHA-256 in 64 hexadecimal digits.
    package let checksum: String
    package let size: Int

    package init(checksum: String, size: Int) {
      self.checksum = checksum
      self.size = size
    }
  }

  package let complaint: ComplaintNumber
  /// Counts from 1 within the complaint; 0 while it has none.
  package let position: Int
  package let type: EvidenceType
  /// What the sender calls it.
  package let name: String?
  package let original: File
  /// What others see: without place, time and owner, where the original holds such things.
  package let shown: File
  package let author: Author
  package let storedAt: Date

  package static let mostBytes = 20 * 1024 * 1024
  package static let mostFiles = 100

  package init(
    complaint: ComplaintNumber, position: Int = 0, type: EvidenceType, name: String?, original: File, shown: File,
    author: Author, storedAt: Date
  ) {
    self.complaint = complaint
    self.position = position
    self.type = type
    self.name = name
    self.original = original
    self.shown = shown
    self.author = author
    self.storedAt = storedAt
  }

  /// The file without what it tells beside what is to be seen and heard; the same bytes where it holds nothing of that kind.
  /// Documents, and recordings that are sound alone, are shown as they are.
  /// - Throws: `invalid` for a picture or a film that is broken, `not-supported` for one that cannot be cleaned.
  package static func withoutMetadata(_ bytes: [UInt8], _ type: EvidenceType) throws(Rejected) -> [UInt8] {
    switch type {
    case .jpeg: try JPEGFile.withoutMetadata(bytes)
    case .png: try PNGFile.withoutMetadata(bytes)
    case .webp: try WebPFile.withoutMetadata(bytes)
    case .heic, .mp4, .m4a, .quickTime: try MediaFile.withoutMetadata(bytes)
    default: bytes
    }
  }

  fileprivate func at(_ position: Int) -> Evidence {
    Evidence(
      complaint: self.complaint, position: position, type: self.type, name: self.name, original: self.original,
      shown: self.shown, author: self.author, storedAt: self.storedAt)
  }
}

/// The evidence of the complaints that a batch adds to.
package struct EvidenceFolder: Sendable {
  private var known: [ComplaintNumber: [Evidence]]
  package private(set) var added: [Evidence] = []

  package init(_ known: [Evidence]) { self.known = Dictionary(grouping: known, by: \.complaint) }

  /// - Returns: the evidence with its position; the same file again is the one that is there.
  /// - Throws: `too-long` when the complaint has all that it may have.
  package mutating func add(_ evidence: Evidence) throws(Rejected) -> (Evidence, isNew: Bool) {
    let all = self.known[evidence.complaint, default: []]
    if let same = all.first(where: { $0.original == evidence.original }) { return (same, false) }
    guard all.count < Evidence.mostFiles else {
      throw Rejected("", .conflict, "A complaint has at most \(Evidence.mostFiles) files.")
    }
    let placed = evidence.at((all.map(\.position).max() ?? 0) + 1)
    self.known[evidence.complaint, default: []].append(placed)
    self.added.append(placed)
    return (placed, true)
  }
}
