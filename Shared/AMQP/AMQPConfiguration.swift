import FoundationEssentials

/// How to reach the broker, and the limits of one connection.
///
/// TLS is not offered: `amqps` is refused. librabbitmq 0.11 has no default trust store and does not match IP addresses in
/// certificates, so an encrypted link needs settings of its own before it may be claimed.
package struct AMQPConfiguration: Sendable {
  /// One node of the broker.
  package struct Address: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    package var description: String {
      self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
  }

  /// - `amqp.host`, `amqp.port` (part of `amqp.url`, default port: 5672): the nodes of the broker, at least one. A link that
  ///   is lost or refused tries the next one.
  package var addresses: [Address]
  /// - `amqp.virtual-host` (string, part of `amqp.url`, default: `/`).
  package var virtualHost: String
  /// - `amqp.user` (string, part of `amqp.url`, default: `guest`).
  package var user: String
  /// - `amqp.password` (string, secret, part of `amqp.url`, default: `guest`).
  package var password: String
  /// What the management interface shows, and the label `link` of the metrics: a name out of a closed set.
  package var connectionName: String
  /// - `amqp.heartbeat` (seconds, default: 15): 0 is refused, a half-open link would never be noticed.
  package var heartbeat: Int = 15
  /// - `amqp.rpc-timeout` (duration, default: 10 s): connecting, logging in and each declaration. After an expiry
  ///   librabbitmq has closed the socket, and the link is opened anew.
  package var rpcTimeout: Duration = .seconds(10)
  /// - `amqp.confirm-timeout` (duration, default: 30 s): how long a message waits for a link, and then for its confirm. A
  ///   missing confirm means that the link is lost.
  package var confirmTimeout: Duration = .seconds(30)
  /// - `amqp.confirm-window` (int, default: 256): messages in flight. More gains little (32,800 a second at 256, 34,200 at
  ///   1,024), and this many of 1 KiB fit into the socket buffers when the broker stops reading.
  package var confirmWindow: Int = 256
  /// - `amqp.confirm-window-bytes` (bytes, default: 4 MiB): bodies in flight; a longer one goes alone. What one turn of the
  ///   link sends, and so the time in which it reads nothing, stays bounded.
  package var confirmWindowBytes: Int = 4 * 1024 * 1024
  /// - `amqp.maximum-body-bytes` (bytes, default: 16 MiB): a longer body is delivered truncated and marked.
  package var maximumBodyBytes: Int = 16 * 1024 * 1024
  /// - `amqp.stop-timeout` (duration, default: 5 s): how long a stopping link waits for its last confirms and for the
  ///   broker's farewell before the socket is shut down.
  package var stopTimeout: Duration = .seconds(5)

  /// Reads `amqp://user:password@host:port,host:port/vhost`. Each part is percent-decoded; a missing vhost is `/`.
  package init(url: String, connectionName: String) throws(AMQPError) {
    let urls = Self.urlOfEachHost(url).map { URLComponents(string: $0) }
    guard let first = urls.first, let parts = first, let scheme = parts.scheme?.lowercased() else {
      throw AMQPError(.invalidConfiguration, detail: "amqp.url is not a URL")
    }
    guard scheme != "amqps" else {
      throw AMQPError(.invalidConfiguration, detail: "amqp.url asks for TLS (amqps), which is not supported; use amqp")
    }
    guard scheme == "amqp" else {
      throw AMQPError(.invalidConfiguration, detail: "amqp.url must begin with amqp://")
    }
    let addresses = urls.compactMap { $0.flatMap { Address($0) } }
    guard addresses.count == urls.count else {
      throw AMQPError(
        .invalidConfiguration,
        detail: urls.count == 1 ? "amqp.url names no host" : "amqp.url: one of its \(urls.count) hosts is no host:port")
    }
    guard !parts.percentEncodedPath.dropFirst().contains("/") else {
      throw AMQPError(.invalidConfiguration, detail: "amqp.url's virtual host contains a / that is not written %2F")
    }
    let path = parts.path.dropFirst()
    self.addresses = addresses
    self.virtualHost = path.isEmpty ? "/" : String(path)
    self.user = parts.user ?? "guest"
    self.password = parts.password ?? "guest"
    self.connectionName = connectionName
    try self.check()
  }

  /// Refuses what would not work; called again when a link is opened, because the properties can be set.
  func check() throws(AMQPError) {
    func require(_ condition: Bool, _ detail: String) throws(AMQPError) {
      guard condition else { throw AMQPError(.invalidConfiguration, detail: detail) }
    }
    try require((1...600).contains(self.heartbeat), "amqp.heartbeat must be 1 to 600 seconds")
    try require(!self.addresses.isEmpty, "amqp.url names no host")
    try require(self.addresses.allSatisfy { (1...65535).contains($0.port) }, "amqp.port must be 1 to 65535")
    try require(self.rpcTimeout > .zero, "amqp.rpc-timeout must be positive")
    try require(self.confirmTimeout > .zero, "amqp.confirm-timeout must be positive")
    try require((1...65535).contains(self.confirmWindow), "amqp.confirm-window must be 1 to 65535")
    try require(self.confirmWindowBytes > 0, "amqp.confirm-window-bytes must be positive")
    try require(self.maximumBodyBytes > 0, "amqp.maximum-body-bytes must be positive")
    let texts = self.addresses.map(\.host) + [self.virtualHost, self.user, self.password]
    // They travel as C strings: one with a NUL would log in as somebody else.
    try require(!texts.contains { $0.utf8.contains(0) }, "amqp.url contains a NUL character")
    try require(self.virtualHost.utf8.count <= ShortString.limit, "amqp.url's virtual host is too long")
  }

  /// The node for the `attempt`th connection, from 1: each in turn, so that one that is down costs one attempt.
  func address(ofAttempt attempt: UInt64) -> Address? {
    self.addresses.isEmpty ? nil : self.addresses[Int((max(attempt, 1) - 1) % UInt64(self.addresses.count))]
  }

  /// `URLComponents` knows one host, so a list of them becomes as many URLs.
  private static func urlOfEachHost(_ url: String) -> [String] {
    guard let scheme = url.firstRange(of: "://") else { return [url] }
    let end = url[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
    let authority = url[scheme.upperBound..<end]
    let start = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
    return authority[start...].split(separator: ",", omittingEmptySubsequences: false).map { host in
      "\(url[..<start])\(host)\(url[end...])"
    }
  }
}

extension AMQPConfiguration.Address {
  fileprivate init?(_ url: URLComponents) {
    guard let host = url.host, !host.isEmpty else { return nil }
    self.init(host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, port: url.port ?? 5672)
  }
}
