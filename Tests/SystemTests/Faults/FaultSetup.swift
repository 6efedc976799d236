/// How the services are set up for a fault.
struct FaultSetup: Sendable {
  var instances = 1
  var routes = Routes()
  /// Configuration of the services, and of the simulator as far as it knows it.
  var settings: [String: String] = [:]
}
