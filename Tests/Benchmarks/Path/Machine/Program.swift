import Foundation
import Glibc
import NIOConcurrencyHelpers

/// A program that runs beside the benchmark.
///
/// Not Foundation's `Process`: a program started by it inherits the signal mask of Swift's threads, and never sees a
/// SIGTERM.
final class Program: Sendable {
  private static let running = NIOLockedValueBox(Set<pid_t>())

  let process: pid_t
  private let ending: Task<Int32, Never>

  /// Starts `path` (or a name on the PATH) with our environment and `environment`; what it prints is appended to `output`.
  init(_ path: String, _ arguments: [String] = [], environment: [String: String] = [:], output: URL) throws {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process = pid_t()
    let failure = posix_spawnp(&process, path, &files, &attributes, &words, &variables)
    guard failure == 0 else { throw BenchmarkError("\(path): \(String(cString: strerror(failure)))") }
    self.process = process
    Self.running.withLockedValue { _ = $0.insert(process) }
    self.ending = Task { [process] in
      await withCheckedContinuation { continuation in
        // Waiting blocks, and a thread of Swift's cooperative pool must not.
        Thread.detachNewThread {
          var status: Int32 = 0
          while waitpid(process, &status, 0) == -1 && errno == EINTR {}
          Self.running.withLockedValue { _ = $0.remove(process) }
          let signal = status & 0x7f
          continuation.resume(returning: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
        }
      }
    }
  }

  /// The exit status, or 128 + the number of the signal that ended it.
  var status: Int32 {
    get async { await self.ending.value }
  }

  func signal(_ number: Int32) {
    _ = kill(self.process, number)
  }

  /// Ends everything that still runs, when the benchmark has failed.
  static func killAll() {
    for process in Self.running.withLockedValue({ $0 }) { kill(process, SIGKILL) }
  }

  /// Runs a program to its end, which must be good, and returns what it printed.
  static func run(_ path: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> String {
    let file = URL.temporaryDirectory.appending(path: "redress-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let status = try await Program(path, arguments, environment: environment, output: file).status
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard status == 0 else { throw BenchmarkError("\(path) ended with status \(status): \(text.suffix(2000))") }
    return text
  }
}
