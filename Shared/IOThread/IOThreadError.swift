/// The process has not what another I/O thread needs. It may have it later, when connections have ended.
package struct IOThreadError: Error, Equatable {
  package enum Resource: Sendable {
    /// For the eventfd that wakes the thread.
    case descriptor
    /// The thread itself, or the memory of its stack.
    case thread
  }

  package let resource: Resource
  /// What the kernel gave as the reason.
  package let errno: Int32
}

extension IOThreadError: CustomStringConvertible {
  package var description: String {
    switch self.resource {
    case .descriptor:
      "the process has no file descriptor left for an I/O thread (errno \(self.errno)); see ulimit -n"
    case .thread: "the process cannot start another I/O thread (errno \(self.errno)); see ulimit -u and -v"
    }
  }
}
