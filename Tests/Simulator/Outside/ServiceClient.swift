import Foundation
import Messages
import PlainHTTP

/// Fills in forms at the services' HTTP addresses, each over a connection of its own.
struct ServiceClient: Sendable {
  enum Answer: Sendable {
    case done
    /// The service, or the way to it, is away for the moment.
    case unavailable(String)
    case refused(status: Int, String)
  }

  private static let limit: Duration = .seconds(30)

  let addresses: [Service: URL]

  func send(_ form: FormRequest) async -> Answer {
    guard let client = self.addresses[form.service].flatMap({ PlainHTTP($0, limit: Self.limit) }) else {
      return .refused(status: 0, "There is no address of \(form.service).")
    }
    do {
      let answer = try await client.send(
        form.method.rawValue, form.path, headers: ["Content-Type": "application/json"],
        body: try JSONEncoder().encode(form.fields))
      let text = String(decoding: answer.body.prefix(500), as: UTF8.self)
      return switch answer.status {
      case 200..<300: .done
      case 429, 502, 503, 504: .unavailable("\(answer.status) \(text)")
      default: .refused(status: answer.status, text)
      }
    } catch {
      return .unavailable("\(error)")
    }
  }
}
