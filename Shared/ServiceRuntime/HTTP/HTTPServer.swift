import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A part that listens on one address until it is stopped.
///
/// Stopping closes the port and the idle connections at once, and the other connections when their requests are answered.
struct HTTPServer: Sendable {
  let address: ListenAddress
  let router: Router<ServiceRequestContext>
  let logger: Logger

  /// - Parameter isListening: Called with the real port when the server answers.
  /// - Returns: a part that fails when the address cannot be listened on.
  func part(
    _ name: String, kind: Part.Kind, limit: Duration, isListening: @escaping @Sendable (ListenAddress) -> Void
  ) -> Part {
    var quiet = self.logger
    // The library reports what we report ourselves, and in sentences that nobody can query.
    quiet.logLevel = max(quiet.logLevel, .notice)
    let (starts, hasStarted) = AsyncStream<ListenAddress>.makeStream()
    let application = Application(
      router: self.router,
      configuration: ApplicationConfiguration(address: .hostname(self.address.host, port: self.address.port)),
      onServerRunning: { [host = self.address.host, port = self.address.port] channel in
        hasStarted.yield(ListenAddress(host: host, port: channel.localAddress?.port ?? port))
        hasStarted.finish()
      },
      logger: quiet)
    return Part(name: name, kind: kind, limit: limit) { partHasStarted in
    } stop: {
    }
  }
}
