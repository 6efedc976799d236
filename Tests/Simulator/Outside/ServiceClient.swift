import Foundation
import FoundationNetworking
import Messages

/// Fills in forms at the services' HTTP addresses.
struct ServiceClient: Sendable {
  enum Answer: Sendable {
    case done
    /// The service, or the way to it, is away for the moment.
    case unavailable(String)
    case refused(status: Int, String)
  }

  private let addresses: [Service: URL]
  private let session: URLSession

  init(addresses: [Service: URL], connections: Int) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.timeoutIntervalForRequest = 30
    self.addresses = addresses
    self.session = URLSession(configuration: configuration)
  }

  func send(_ form: FormRequest) async -> Answer {
    guard let address = self.addresses[form.service], let url = URL(string: form.path, relativeTo: address) else {
      return .refused(status: 0, "There is no address of \(form.service) for \(form.path).")
    }
    var request = URLRequest(url: url)
    request.httpMethod = form.method.rawValue
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    do {
      request.httpBody = try JSONEncoder().encode(form.fields)
      let (data, response) = try await self.session.data(for: request)
      let status = (response as? HTTPURLResponse)?.statusCode ?? 0
      let text = String(decoding: data.prefix(500), as: UTF8.self)
      return switch status {
      case 200..<300: .done
      case 429, 502, 503, 504: .unavailable("\(status) \(text)")
      default: .refused(status: status, text)
      }
    } catch {
      return .unavailable(error.localizedDescription)
    }
  }
}
