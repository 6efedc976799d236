import ArgumentParser
import Foundation
import Messages

/// Where a service's administrative address is, as the option `--admin SERVICE=URL` says.
struct AdminAddress: ExpressibleByArgument {
  let service: Service
  let url: String

  init?(argument: String) {
    guard let mark = argument.firstIndex(of: "="), let service = Service(name: String(argument[..<mark])) else {
      return nil
    }
    self.service = service
    self.url = String(argument[argument.index(after: mark)...])
  }
}

extension Service {
  /// The five, in the order of a case's way.
  static let all: [Service] = [.intake, .dispatch, .contractors, .callback, .reporting]

  init?(name: String) {
    guard let service = Service.all.first(where: { $0.rawValue == name }) else { return nil }
    self = service
  }
}

extension Settings.Key {
  static func admin(_ service: Service) -> Settings.Key {
    Settings.Key(
      variable: "\(service.rawValue.uppercased())_ADMIN_URL", option: "--admin \(service.rawValue)=URL",
      meaning: "http:// address of \(service.rawValue)'s administrative port")
  }
}
