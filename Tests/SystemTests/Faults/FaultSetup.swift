import TestSupport

/// How the services are set up for a fault.
struct FaultSetup: Sendable {
  var instances = 1
  var routes = Routes()
  /// Configuration of the services.
  var settings: [String: String] = [:]
  /// Configuration of the simulator.
  var outsideSettings: [String: String] = [:]
  /// What the routes lead through.
  var lines: [TCPProxy] = []
}
