import Foundation
import Messages
import PlainHTTP
import ServiceRuntime

/// Asks dispatch how a case stands, for somebody who waits; never for a message (the services do not depend on each other
/// to do their work).
struct CaseDesk: Sendable {
  private static let limit = Duration.seconds(3)

  private let http: PlainHTTP?

  /// - Parameter url: `http://` address of dispatch; another cannot be asked.
  init(url: String) {
    self.http = URL(string: url).flatMap { PlainHTTP($0, limit: Self.limit, mostBytes: 1 << 20) }
  }

  /// When the case, or the suggestion, was closed; nil while it is open, also when dispatch has not heard of it yet.
  ///
  /// - Parameter authorization: the caller's own token: dispatch checks it as it would if he had asked himself.
  /// - Throws: ``Problem`` 403 when dispatch does not let him see the case, 503 when it cannot be asked.
  func closedAt(_ number: ComplaintNumber, authorization: String?) async throws -> Date? {
    // Suggestions have no case.
    for path in ["/cases/\(number)", "/suggestions/\(number)"] {
      guard let answer = try await self.ask(path, authorization) else { continue }
      guard case .object(let shown) = answer else { throw Self.unavailable }
      guard case .string(let text)? = shown.members(named: "closedAt").first?.value else { return nil }
      guard let time = RFC3339.date(from: text) else { throw Self.unavailable }
      return time
    }
    return nil
  }

  /// What dispatch shows there; nil when there is nothing.
  private func ask(_ path: String, _ authorization: String?) async throws -> JSONValue? {
    let answer: PlainHTTP.Answer
    do {
      guard let http else { throw PlainHTTP.Failure.notConnected }
      answer = try await http.send("GET", path, headers: authorization.map { ["Authorization": $0] } ?? [:])
    } catch {
      throw Self.unavailable
    }
    switch answer.status {
    case 200: return try JSONValue(Array(answer.body))
    case 404: return nil
    case 401, 403: throw Problem.forbidden("Dispatch does not let you see this case.")
    default: throw Self.unavailable
    }
  }

  private static var unavailable: Problem {
    Problem.unavailable("How the case stands cannot be asked of dispatch.")
  }
}
