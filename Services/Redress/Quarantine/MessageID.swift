import ArgumentParser
import Messages

/// Names a message in quarantine: the service and the number it has there, as `intake/17`.
struct MessageID: ExpressibleByArgument, Hashable, CustomStringConvertible {
  let service: Service
  let number: Int64

  init(_ service: Service, _ number: Int64) {
    self.service = service
    self.number = number
  }

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let service = Service(name: String(parts[0])), let number = Int64(parts[1]), number > 0
    else { return nil }
    self.init(service, number)
  }

  var description: String { "\(self.service.rawValue)/\(self.number)" }
}
