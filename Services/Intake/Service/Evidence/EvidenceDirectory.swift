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
      if !FileManager.default.fileExists(atPath: file.path) { try Self.write(bytes, to: file) }
      _ = try Self.read(file, checksum: checksum)
    }
  }

  func get(checksum: String) async throws -> [UInt8] {
    let file = self.file(checksum)
    return try await self.run { try Self.read(file, checksum: checksum) }
  }

  func remove(checksum: String) async throws {
    let file = self.file(checksum)
    try await self.run {
      guard FileManager.default.fileExists(atPath: file.path) else { return }
      try FileManager.default.removeItem(at: file)
      try Self.synchronize(file.deletingLastPathComponent())
    }
  }

  /// The directory itself is made with the first file.
  func check() async throws {
    let path = self.url.path
    try await self.run {
      var nearest = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
      while !FileManager.default.fileExists(atPath: nearest.path), nearest.pathComponents.count > 1 {
        nearest.deleteLastPathComponent()
      }
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: nearest.path, isDirectory: &isDirectory), isDirectory.boolValue,
        FileManager.default.isWritableFile(atPath: nearest.path)
      else { throw EvidenceFailure.unavailable("nothing can be written into \(path)") }
    }
  }

  /// SHA-256 in hexadecimal digits.
  static func checksum(of bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }

  private func file(_ checksum: String) -> URL { self.url.appending(path: EvidenceKey.key(checksum)) }

  private static func write(_ bytes: [UInt8], to file: URL) throws {
    let folder = file.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let draft = folder.appending(path: ".\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: draft.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    do {
      let handle = try FileHandle(forWritingTo: draft)
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
      try handle.close()
      // Another request may have been faster with the same bytes.
      if rename(draft.path, file.path) != 0 { throw CocoaError(.fileWriteUnknown) }
      // The name of the file stands in its folder, and that of the folder in the directory.
      for directory in [folder, folder.deletingLastPathComponent()] { try Self.synchronize(directory) }
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw error
    }
  }

  /// What a directory lists survives a loss of power only when the directory itself is on the disk.
  private static func synchronize(_ directory: URL) throws {
    let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  private static func read(_ file: URL, checksum: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: file.path) else { throw EvidenceFailure.missing(checksum) }
    let bytes = Array(try Data(contentsOf: file))
    guard Self.checksum(of: bytes) == checksum else { throw EvidenceFailure.changed(checksum) }
    return bytes
  }

  private func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      self.queue.async {
        continuation.resume(
          with: Swift.Result { try work() }.mapError { error in
            error as? EvidenceFailure ?? EvidenceFailure.unavailable("\(error)")
          })
      }
    }
  }
}
