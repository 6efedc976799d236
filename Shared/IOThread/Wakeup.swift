import CEventFD
import Glibc

/// A descriptor that another thread can make readable, so that a thread asleep in `poll` wakes up.
struct Wakeup: Sendable {
  let descriptor: Int32

  init() throws(IOThreadError) {
    self.descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard self.descriptor >= 0 else { throw IOThreadError(resource: .descriptor, errno: errno) }
  }

  func signal() {
    var one: UInt64 = 1
    _ = write(self.descriptor, &one, MemoryLayout<UInt64>.size)
  }

  func drain() {
    var count: UInt64 = 0
    _ = read(self.descriptor, &count, MemoryLayout<UInt64>.size)
  }

  func close() {
    _ = Glibc.close(self.descriptor)
  }
}
