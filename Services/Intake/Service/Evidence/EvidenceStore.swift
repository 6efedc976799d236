/// Where files of evidence are kept. A file is found by the checksum of its bytes, so writing one twice is writing it once,
/// and nothing is ever changed or taken away.
protocol EvidenceStore: Sendable {
  /// - Parameter checksum: SHA-256 in 64 hexadecimal digits.
  func put(_ bytes: [UInt8], checksum: String) async throws
  /// - Throws: ``EvidenceFailure`` when the file is not there, or is not what it was.
  func get(checksum: String) async throws -> [UInt8]
}

/// A file of evidence cannot be given out.
struct EvidenceFailure: Error {
  enum Reason: Sendable { case missing, changed }

  let checksum: String
  let reason: Reason
}
