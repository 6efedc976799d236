import CoreMetrics
import Foundation
import Logging
import Messages
import Observability
import UnixSignals

/// The whole of a service's executable.
package enum ServiceMain {
  static let version = "0.1.0"

  /// What a command line asks for.
  enum Command: Sendable {
    /// Print this and end with 0.
    case tell(String)
    /// Print these problems as errors and end with 2.
    case refuse(ConfigurationError)
    case serve(ServiceConfiguration)
  }

  /// Does what the command line says and ends the process: with 0 when all is well, with 1 when the service has failed or
  /// work was cut off, with 2 when the configuration is wrong.
  package static func run<Definition: ServiceDefinition>(_ definition: Definition.Type) async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch self.command(definition, arguments: arguments, environment: ProcessInfo.processInfo.environment) {
    case .tell(let text):
      print(text, terminator: "")
      exit(0)
    case .refuse(let error):
      self.complain(definition, error)
      exit(2)
    case .serve(let configuration):
      exit(await self.serve(definition, configuration))
    }
  }

  static func command<Definition: ServiceDefinition>(
    _ definition: Definition.Type, arguments: [String], environment: [String: String]
  ) -> Command {
    if arguments.contains("--help") || arguments.contains("-h") {
      return .tell(ServiceConfiguration.help(of: Definition.service, settings: Definition.settings))
    }
    if arguments.contains("--version") { return .tell("\(Definition.service.rawValue) \(self.version)\n") }
    do {
      let configuration = try ServiceConfiguration(
        service: Definition.service, settings: Definition.settings,
        arguments: arguments.filter { $0 != "--print-configuration" }, environment: environment)
      // What the service itself finds wrong with its keys belongs to the same answer.
      _ = try Definition(configuration: configuration)
      return arguments.contains("--print-configuration") ? .tell(configuration.table) : .serve(configuration)
    } catch {
      return .refuse(error)
    }
  }

  private static func serve<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ configuration: ServiceConfiguration
  ) async -> Int32 {
    // The log goes to a pipe in most places, and its reader's end must not end us.
    signal(SIGPIPE, SIG_IGN)
    let registry = PrometheusRegistry()
    LoggingSystem.bootstrap { label in
      JSONLogHandler(label: label, service: Definition.service.rawValue, logLevel: configuration.logLevel)
    }
    MetricsSystem.bootstrap(registry)
    do {
      let service = try ServiceInstance<Definition>(configuration: configuration, registry: registry)
      let signals = Task { await self.obeySignals(service) }
      defer { signals.cancel() }
      try await service.run()
      return 0
    } catch {
      self.complain(definition, error)
      return 1
    }
  }

  /// The first signal stops the service, the second ends the process.
  private static func obeySignals<Definition>(_ service: ServiceInstance<Definition>) async {
    var isStopping = false
    for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
      if isStopping { exit(1) }
      isStopping = true
      service.stop()
    }
  }

  /// For whoever started the process by hand: plain lines, beside the log's JSON.
  private static func complain<Definition: ServiceDefinition>(_ definition: Definition.Type, _ error: any Error) {
    let lines = String(describing: error).split(separator: "\n")
    let text = lines.map { "\(Definition.service.rawValue): \($0)\n" }.joined()
    FileHandle.standardError.write(Data(text.utf8))
  }
}
