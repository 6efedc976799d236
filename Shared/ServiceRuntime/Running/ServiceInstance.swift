package import Logging
import Messages
package import Observability

/// One service in this process: what its executable runs, and what a test runs.
package struct ServiceInstance<Definition: ServiceDefinition>: Sendable {
  private let configuration: ServiceConfiguration
  private let composition: Composition<Definition>
  private let logger: Logger
  private let stopRequested = Latch()
  private let hasEnded = Latch()

  /// - Throws: what the service finds wrong with its own keys.
  package init(
    _ definition: Definition.Type = Definition.self, configuration: ServiceConfiguration,
    logger: Logger? = nil, registry: PrometheusRegistry = PrometheusRegistry()
  ) throws(ConfigurationError) {
    let logger = logger ?? Logger(label: Definition.service.rawValue)
    self.logger = logger
    self.configuration = configuration
    self.composition = Composition(
      try Definition(configuration: configuration), configuration: configuration, logger: logger, registry: registry)
  }

  /// What can be asked over HTTP.
  package var endpoints: [Endpoint] { self.composition.endpoints }

  /// Starts everything, runs until `stop()` is called or the task is cancelled, and stops everything. To be called once.
  /// - Throws: when a part has failed, or was cut off because it did not stop in time.
  package func run() async throws(ServiceFailure) {
    let status = self.composition.status
    defer { self.hasEnded.open() }
    self.logger.info("The service starts.", metadata: self.configuration.logMetadata)
    let ending = await withTaskCancellationHandler {
      await Lifecycle(parts: self.composition.parts, logger: self.logger).run(until: self.stopRequested) {
        status.enter(.running)
        self.logger.info(
          "The service runs.",
          metadata: [
            "http": "\(status.addresses?.http, default: "-")", "admin": "\(status.addresses?.admin, default: "-")",
          ])
      } isStopping: {
        // Before anything else: whoever balances load must hear of it before the port closes.
        status.enter(.stopping)
        self.logger.info("The service stops.")
      }
    } onCancel: {
      self.stopRequested.open()
    }
    guard ending.isClean else { throw ServiceFailure(ending) }
    self.logger.info("The service has stopped, and everything was finished.")
  }

  /// What SIGTERM does. Returns at once; `run()` returns when everything has stopped.
  package func stop() {
    self.stopRequested.open()
  }

  /// Where the service listens; nil until both its servers do.
  package var addresses: ServiceAddresses? { self.composition.status.addresses }

  /// Where health and metrics are to be had; nil until they are, which is long before the rest.
  package var adminAddress: ListenAddress? { self.composition.status.adminAddress }

  /// Waits until the service does its work: `/health/ready` says so.
  /// - Throws: `CancellationError`, also when the service has ended before.
  package func ready() async throws -> ServiceAddresses {
    while !self.hasEnded.isOpen {
      try Task.checkCancellation()
      if let addresses, await HealthReport.make(self.composition.checks).isReady {
        return addresses
      }
      _ = await self.hasEnded.wait(atMost: .milliseconds(20))
    }
    throw CancellationError()
  }
}
