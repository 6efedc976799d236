import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Answers requests on one address.
struct HTTPServer: Sendable {
  let responder: ServiceResponder
  let address: ListenAddress
  let logger: Logger

  init(_ router: Router<ServiceRequestContext>, address: ListenAddress, logger: Logger) {
    self.responder = ServiceResponder(router)
    self.address = address
    var quiet = logger
    // The library reports what we report ourselves, and in sentences that nobody can query.
    quiet.logLevel = max(logger.logLevel, .notice)
    self.logger = quiet
  }

  /// Has started when it listens, and fails when it cannot. Stopping closes the port and the idle connections at once,
  /// and the others when their requests are answered.
  /// - Parameter isListening: Called with the real port.
  func part(
    _ name: String, kind: Part.Kind, limit: Duration, isListening: @escaping @Sendable (ListenAddress) -> Void
  ) -> Part {
    let stopRequested = Latch()
    return Part(
      name: name, kind: kind, limit: limit,
      run: { hasStarted in
        try await self.run(until: stopRequested) { address in
          isListening(address)
          hasStarted()
        }
      },
      stop: { stopRequested.open() })
  }

  private func run(
    until stopRequested: Latch, isListening: @escaping @Sendable (ListenAddress) -> Void
  ) async throws {
    let listens = Latch()
    let application = Application(
      responder: self.responder,
      configuration: ApplicationConfiguration(address: .hostname(self.address.host, port: self.address.port)),
      onServerRunning: { channel in
        listens.open()
        isListening(
          ListenAddress(host: self.address.host, port: channel.localAddress?.port ?? self.address.port))
      },
      logger: self.logger)
    let group = ServiceGroup(services: [application], logger: self.logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        await stopRequested.wait()
        await group.triggerGracefulShutdown()
      }
      do {
        try await group.run()
      } catch {
        throw listens.isOpen ? error : ListenFailure(self.address, error)
      }
      tasks.cancelAll()
    }
  }
}
