import Foundation
import Glibc
import TestSupport

/// Ports that nobody listens on.
enum FreePorts {
  static func draw(_ count: Int) throws -> [Int] {
    // All are held until all are drawn, so that none comes twice.
    let sockets = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
    defer { for descriptor in sockets { close(descriptor) } }
    return try sockets.map { descriptor in
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
          bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
        }
      }
      guard result == 0 else { throw TestSupportError("no free port") }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }
}
