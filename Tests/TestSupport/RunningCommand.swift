package import Foundation
import Glibc

/// A program that runs beside the test until it is told to end.
package final class RunningCommand: Sendable {
  package let program: String
  package let outputFile: URL
  private let process: pid_t
  private let ending: Task<Int32, Never>

  /// Starts `program` (a path, or found on the PATH). `environment` is added to our own; what it prints is appended to
  /// `outputFile`.
  package init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], outputFile: URL
  ) throws {
    self.program = program
    self.outputFile = outputFile
    let process = try Command.spawn(
      [program] + arguments, ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
      input: "/dev/null", output: outputFile.path)
    self.process = process
    self.ending = Task {
      await withCheckedContinuation { (continuation: CheckedContinuation<Int32, Never>) in
        // Waiting blocks, and a thread of Swift's cooperative pool must not.
        Thread.detachNewThread { continuation.resume(returning: Command.wait(for: process)) }
      }
    }
  }

  /// Sends a signal: SIGTERM asks, SIGKILL does not.
  package func signal(_ number: Int32) {
    _ = kill(self.process, number)
  }

  /// Waits for the end: the exit status, or 128 + the number of the signal that ended it.
  package var status: Int32 {
    get async { await self.ending.value }
  }

  package var output: String {
    (try? String(contentsOf: self.outputFile, encoding: .utf8)) ?? ""
  }
}
