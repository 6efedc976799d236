/// Where a server listens.
package struct ListenAddress: Sendable, Hashable {
  package let host: String
  /// 0 in a configuration: any port that is free.
  package let port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
}

extension ListenAddress: CustomStringConvertible {
  package var description: String {
    self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
  }
}
