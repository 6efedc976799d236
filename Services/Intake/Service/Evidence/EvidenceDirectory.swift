import Crypto
import Dispatch
import Foundation

/// Files of evidence in a directory: `ab/abcdef…`, two digits a folder. Back it up with the database.
struct EvidenceDirectory: EvidenceStore {
  let url: URL
  /// Files are written and read beside the threads that everything else shares.
  private let queue = DispatchQueue(label: "evidence", attributes: .concurrent)

  init(path: String) { self.url = URL(filePath: path, directoryHint: .isDirectory) }

  /// Whole or not at all: the file gets its name when all of it is on the disk.
  func put(_ bytes: [UInt8], checksum: String) async throws {
    let file = self.file(checksum)
    try await self.run {
      guard !FileManager.default.fileExists(atPath: file.path) else { return }
      let folder = file.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let draft = folder.appending(path: ".\(UUID().uuidString)")
      guard FileManager.default.createFile(atPath: draft.path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let handle = try FileHandle(forWritingTo: draft)
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
      try handle.close()
      // Another request may have been faster with the same bytes.
      if rename(draft.path, file.path) != 0 { throw CocoaError(.fileWriteUnknown) }
    }
  }

  func get(checksum: String) async throws -> [UInt8] {
    let file = self.file(checksum)
    return try await self.run {
      guard let data = try? Data(contentsOf: file) else { throw EvidenceFailure(checksum: checksum, reason: .missing) }
      let bytes = Array(data)
      guard Self.checksum(of: bytes) == checksum else { throw EvidenceFailure(checksum: checksum, reason: .changed) }
      return bytes
    }
  }

  /// SHA-256 in hexadecimal digits.
  static func checksum(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: bytes) { text += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private func file(_ checksum: String) -> URL {
    self.url.appending(path: String(checksum.prefix(2)), directoryHint: .isDirectory).appending(path: checksum)
  }

  private func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      self.queue.async { continuation.resume(with: Swift.Result { try work() }) }
    }
  }
}
