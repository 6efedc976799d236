import Glibc
import NIOConcurrencyHelpers

/// Lets another thread shut a connection's socket down, to free a `send` that the broker never takes.
///
/// It holds a duplicate of the descriptor: librabbitmq closes its own whenever it sees fit, and the number may then belong
/// to somebody else's file.
final class SocketSwitch: Sendable {
  private struct State {
    var descriptor: Int32?
    var isCut = false
  }
  private let state = NIOLockedValueBox(State())

  /// Takes the socket of a new connection; one that was cut before it had a socket is cut at once.
  func connect(_ descriptor: Int32) {
    self.state.withLockedValue { state in
      let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      guard duplicate >= 0 else { return }
      state.descriptor = duplicate
      if state.isCut { Glibc.shutdown(duplicate, Int32(SHUT_RDWR)) }
    }
  }

  /// Ends both directions. A call that is stuck returns with an error at once; destroying the connection is then safe.
  func cut() {
    self.state.withLockedValue { state in
      state.isCut = true
      if let descriptor = state.descriptor { Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// Gives the duplicate back. The broker sees the end of the connection only when this and librabbitmq's are closed.
  func close() {
    self.state.withLockedValue { state in
      if let descriptor = state.descriptor { Glibc.close(descriptor) }
      state.descriptor = nil
    }
  }

  deinit {
    self.close()
  }
}
