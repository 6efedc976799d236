/// Where files of evidence are kept. A file is found by the checksum of its bytes, so writing one twice is writing it once,
/// and nothing is changed, nor taken away before its time.
protocol EvidenceStore: Sendable {
  /// Returns when the file is there and is what it should be: it has been read back.
  /// - Parameter checksum: SHA-256 in 64 hexadecimal digits.
  /// - Throws: ``EvidenceFailure``; the file may be there nevertheless, which harms nobody.
  func put(_ bytes: [UInt8], checksum: String) async throws
  /// - Throws: ``EvidenceFailure`` when the file is not there, is not what it was, or cannot be asked for.
  func get(checksum: String) async throws -> [UInt8]
  /// Takes a file away for good; nothing happens when there is none.
  /// - Throws: ``EvidenceFailure`` when it may still be there.
  func remove(checksum: String) async throws
  /// - Throws: ``EvidenceFailure`` when no file could be kept at the moment.
  func check() async throws
}

/// A file of evidence cannot be kept or given out.
enum EvidenceFailure: Error, Equatable {
  /// Nothing is kept under this checksum.
  case missing(String)
  /// What is kept under this checksum is something else.
  case changed(String)
  /// The store is away, or refuses us: in words for whoever operates it, without a secret.
  case unavailable(String)
}

/// Both stores name a file alike, so that a directory can be copied into a bucket as it is.
enum EvidenceKey {
  /// `ab/abcdef…`: two digits a folder, for the sake of those who look into it.
  static func key(_ checksum: String) -> String { "\(checksum.prefix(2))/\(checksum)" }
}
