import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Listens on one address until it is stopped.
///
/// Stopping closes the port and the idle connections at once, and the other connections when their requests are answered.
struct HTTPServer: Sendable {
  private let group: ServiceGroup

  /// - Parameters:
  ///   - router: With all its routes.
  ///   - isListening: Called with the address and the real port when the server answers.
  init(
    router: Router<ServiceRequestContext>, address: ListenAddress, logger: Logger,
    isListening: @escaping @Sendable (ListenAddress) -> Void
  ) {
    var quiet = logger
    // The library reports what we report ourselves, and in sentences that nobody can query.
    quiet.logLevel = max(logger.logLevel, .notice)
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
      onServerRunning: { channel in
        isListening(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
      },
      logger: quiet)
    self.group = ServiceGroup(services: [application], logger: quiet)
  }

  /// - Throws: when the address cannot be listened on.
  func run() async throws {
    try await self.group.run()
  }

  func stop() async {
    await self.group.triggerGracefulShutdown()
  }
}
