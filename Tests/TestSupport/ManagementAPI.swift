import Foundation
import FoundationNetworking

/// RabbitMQ's management API as the administrator of RABBITMQ_MANAGEMENT_URL.
struct ManagementAPI: Sendable {
  private let base: URL
  private let authorization: String

  init() throws {
    let url = try TestEnvironment.localURL("RABBITMQ_MANAGEMENT_URL")
    guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false), let user = parts.user,
      let password = parts.password
    else { throw TestSupportError("RABBITMQ_MANAGEMENT_URL has no user and password") }
    parts.user = nil
    parts.password = nil
    guard let base = parts.url else { throw TestSupportError("RABBITMQ_MANAGEMENT_URL is not a URL") }
    self.base = base
    self.authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
  }

  /// Sends a request; `path` holds the segments after `/api`, as they are. Not finding what is to be deleted is fine.
  @discardableResult
  func send(_ method: String, _ path: [String], query: String = "", body: Data? = nil) async throws -> Data {
    let encoded = path.map { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? $0 }
    guard let url = URL(string: "\(base.absoluteString)/api/\(encoded.joined(separator: "/"))\(query)") else {
      throw TestSupportError("no URL for \(path)")
    }
    var request = URLRequest(url: url, timeoutInterval: 30)
    request.httpMethod = method
    request.httpBody = body
    request.setValue(authorization, forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    let (data, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    guard (200..<300).contains(status) || (method == "DELETE" && status == 404) else {
      throw TestSupportError("\(method) \(path.joined(separator: "/")): HTTP \(status)")
    }
    return data
  }

  func get<Answer: Decodable>(_ type: Answer.Type, _ path: [String], query: String = "") async throws -> Answer {
    try JSONDecoder().decode(type, from: try await send("GET", path, query: query))
  }
}
