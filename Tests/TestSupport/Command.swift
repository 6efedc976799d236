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
    // Files, not pipes: a pipe that a program started at the same time inherits would stay open until that one ends too.
    let directory = URL.temporaryDirectory.appending(path: "redress-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let inputFile = directory.appending(path: "input")
    let outputFile = directory.appending(path: "output")
    try (input ?? Data()).write(to: inputFile)
    try Data().write(to: outputFile)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let output = try FileHandle(forWritingTo: outputFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = output
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try withSignalsUnblocked { try process.run() }
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Result(status: status, output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self))
  }

  /// Swift's threads block signals, and a program inherits that from the thread that starts it: it would never see a
  /// SIGTERM.
  private static func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }
}
