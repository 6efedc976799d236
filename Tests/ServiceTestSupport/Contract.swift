import Logging
import Messages
package import ServiceRuntime
import TestSupport

/// The OpenAPI document of a service, and the file that integrators read.
package enum Contract {
  /// What the service can be asked; nothing of it runs.
  package static func endpoints<Definition: ServiceDefinition>(_ definition: Definition.Type) throws -> [Endpoint] {
    let configuration = try ServiceConfiguration(
      service: Definition.service, settings: Definition.settings,
      environment: ["AMQP_URL": "amqp://a:b@127.0.0.1/c", "DATABASE_URL": "postgres://a:b@127.0.0.1/c"])
    let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    return try ServiceInstance(Definition.self, configuration: configuration, logger: quiet).endpoints
  }

  /// Whether `deploy/openapi/<service>.json` says what the declarations say; records it where that is asked for.
  package static func isRecorded<Definition: ServiceDefinition>(_ definition: Definition.Type) throws -> Bool {
    let document = try OpenAPIDocument(of: Definition.service, try self.endpoints(definition))
    return try RecordedFile("deploy/openapi/\(Definition.service.rawValue).json").holds(document.text)
  }
}
