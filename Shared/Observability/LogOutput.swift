import Glibc
import NIOConcurrencyHelpers

/// Where finished log lines go.
package struct LogOutput: Sendable {
  /// Takes one line, line feed included.
  let write: @Sendable (String) -> Void

  package init(_ write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  /// Standard error, unbuffered: the last line before a crash is there.
  ///
  /// A process that writes here must ignore SIGPIPE, or the end of a log collector ends it too.
  package static let standardError: LogOutput = {
    // The kernel keeps only short writes to a pipe in one piece.
    let lock = NIOLock()
    return LogOutput { line in
      lock.withLock {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
          let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
          if written < 0, errno == EINTR { continue }
          // Nowhere is left to complain to.
          guard written > 0 else { return }
          rest = rest.dropFirst(written)
        }
      }
    }
  }()
}
