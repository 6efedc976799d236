import Glibc
import NIOCore

/// A server could not listen, in words for whoever starts it.
struct ListenFailure: Error {
  let address: ListenAddress
  let reason: String

  init(_ address: ListenAddress, _ error: any Error) {
    self.address = address
    self.reason =
      switch (error as? IOError)?.errnoCode {
      case EADDRINUSE: "another process listens there"
      case EADDRNOTAVAIL: "this machine has no such address"
      case EACCES: "this user may not listen there"
      default: "\(error)"
      }
  }
}

extension ListenFailure: CustomStringConvertible {
  var description: String { "cannot listen on \(self.address): \(self.reason)" }
}
