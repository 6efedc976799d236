package import Foundation
import Glibc

/// A program run to its end, as a person at a shell would.
///
/// Foundation's `Process` will not do: a program that starts while another runs inherits the descriptors by which
/// Foundation learns that the first one ended, so that the first seems to run for as long as the second; and it inherits
/// the signal mask of Swift's threads, so that it never sees a SIGTERM.
package struct Command: Sendable {
  package struct Result: Sendable {
    /// The exit status, or 128 + the number of the signal that ended it.
    package let status: Int32
    /// Standard output and standard error, as they came.
    package let output: String
  }

  /// Runs `program` (found on the PATH) and returns whatever its exit status was. `environment` is added to our own.
  package static func run(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], input: Data = Data()
  ) async throws -> Result {
    let directory = URL.temporaryDirectory.appending(path: "redress-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: directory) }
    let inputFile = directory.appending(path: "input")
    let outputFile = directory.appending(path: "output")
    try input.write(to: inputFile)

    let process = try spawn(
      [program] + arguments, ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
      input: inputFile.path, output: outputFile.path)
    let status = await withCheckedContinuation { (continuation: CheckedContinuation<Int32, Never>) in
      // Waiting blocks, and a thread of Swift's cooperative pool must not.
      Thread.detachNewThread { continuation.resume(returning: wait(for: process)) }
    }
    return Result(status: status, output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self))
  }

  static func spawn(
    _ arguments: [String], _ environment: [String: String], input: String, output: String
  ) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO)
    for descriptor in try openDescriptors() where descriptor > STDERR_FILENO {
      posix_spawn_file_actions_addclose(&files, descriptor)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var argumentPointers = arguments.map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var process = pid_t()
    let failure = posix_spawnp(
      &process, arguments[0], &files, &attributes, &argumentPointers, &environmentPointers)
    guard failure == 0 else { throw TestSupportError("\(arguments[0]): \(String(cString: strerror(failure)))") }
    return process
  }

  private static func openDescriptors() throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
  }

  static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 && errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
