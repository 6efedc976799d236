package import Foundation

/// A program run to its end, as a person at a shell would.
package struct Command: Sendable {
  package struct Result: Sendable {
    package let status: Int32
    /// Standard output and standard error, as they came.
    package let output: String
  }

  /// Runs `program` (found on the PATH) and returns whatever its exit status was.
  package static func run(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], input: Data? = nil
  ) async throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    let inputPipe = input.map { _ in Pipe() }
    process.standardInput = inputPipe ?? FileHandle.nullDevice
    try process.run()
    // A thread of the dispatch pool may block; one of Swift's cooperative pool may not.
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        if let input, let inputPipe {
          try? inputPipe.fileHandleForWriting.write(contentsOf: input)
          try? inputPipe.fileHandleForWriting.close()
        }
        let bytes = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        continuation.resume(
          returning: Result(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self)))
      }
    }
  }
}
