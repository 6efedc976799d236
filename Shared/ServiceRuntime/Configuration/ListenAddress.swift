/// Where a server listens.
package struct ListenAddress: Sendable, Hashable {
  package let host: String
  /// 0 in a configuration: any port that is free.
  package let port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Only programs on this machine can reach it.
  package var isLoopback: Bool {
    if self.host == "localhost" || self.host == "::1" { return true }
    // A name may begin like the address and be anybody's.
    return self.host.hasPrefix("127.") && self.host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
  }
}

extension ListenAddress: CustomStringConvertible {
  package var description: String {
    self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
  }
}
