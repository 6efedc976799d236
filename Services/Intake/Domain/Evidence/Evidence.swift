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
  /// Since when it is nobody's any more, because its time has passed; the files themselves go soon after.
  package let removedAt: Date?

  package static let mostBytes = 20 * 1024 * 1024
  package static let mostFiles = 100

  package init(
    complaint: ComplaintNumber, position: Int = 0, type: EvidenceType, name: String?, original: File, shown: File,
    author: Author, storedAt: Date, removedAt: Date? = nil
  ) {
    self.complaint = complaint
    self.position = position
    self.type = type
    self.name = name
    self.original = original
    self.shown = shown
    self.author = author
    self.storedAt = storedAt
    self.removedAt = removedAt
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
  /// Files that are being taken out of the store at this moment.
  private let leaving: Set<String>
  package private(set) var added: [Evidence] = []

  /// - Parameter leaving: the checksums of files of the batch that are being taken out of the store.
  package init(_ known: [Evidence], leaving: Set<String> = []) {
    self.known = Dictionary(grouping: known, by: \.complaint)
    self.leaving = leaving
  }

  package func evidence(_ position: Int, of complaint: ComplaintNumber) -> Evidence? {
    self.known[complaint]?.first { $0.position == position }
  }

  /// - Returns: the evidence with its position; the same file again is the one that is there.
  /// - Throws: `conflict` when the complaint has all that it may have, or the file is taken out of the store: it may have
  ///   been there when it was to be kept, and be gone now.
  package mutating func add(_ evidence: Evidence) throws(Rejected) -> (Evidence, isNew: Bool) {
    let all = self.known[evidence.complaint, default: []]
    if let same = all.first(where: { $0.original == evidence.original }) {
      guard same.removedAt == nil else {
        throw Rejected("", .conflict, "This file was removed when its time had passed (R-333).")
      }
      return (same, false)
    }
    guard self.leaving.isDisjoint(with: [evidence.original.checksum, evidence.shown.checksum]) else {
      throw Rejected(
        "", .conflict, "The same file is just being removed from another complaint (R-333): send it again in an hour.")
    }
    guard all.count < Evidence.mostFiles else {
      throw Rejected("", .conflict, "A complaint has at most \(Evidence.mostFiles) files.")
    }
    let placed = evidence.at((all.map(\.position).max() ?? 0) + 1)
    self.known[evidence.complaint, default: []].append(placed)
    self.added.append(placed)
    return (placed, true)
  }
}
