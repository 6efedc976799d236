import Foundation
import FoundationNetworking
import Hummingbird
import TestSupport
import Testing

@testable import ServiceRuntime

/// What a server answered.
struct Answer {
  let status: Int
  let contentType: String?
  let retryAfter: String?
  let allow: String?
  let headers: [String: String]
  let text: String
}

func ask(
  _ method: String, _ url: URL, _ path: String, _ body: Data? = nil, headers: [String: String] = [:]
) async throws -> Answer {
  var request = URLRequest(url: try location(url, path))
  request.httpMethod = method
  request.httpBody = body
  if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
  for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
  return try await answer(to: request)
}

func get(_ url: URL, _ path: String) async throws -> Answer {
  try await answer(to: URLRequest(url: try location(url, path)))
}

func post(
  _ url: URL, _ path: String, _ body: Data, contentType: String = "application/json"
) async throws -> Answer {
  var request = URLRequest(url: try location(url, path))
  request.httpMethod = "POST"
  request.httpBody = body
  request.setValue(contentType, forHTTPHeaderField: "Content-Type")
  return try await answer(to: request)
}

/// - Parameter path: May have a query.
private func location(_ url: URL, _ path: String) throws -> URL {
  guard let location = URL(string: "\(url)/\(path)") else { throw URLError(.badURL) }
  return location
}

private func answer(to request: URLRequest) async throws -> Answer {
  // A session of its own closes its connections, so that the server under test can stop.
  let session = URLSession(configuration: .ephemeral)
  defer { session.finishTasksAndInvalidate() }
  let (data, response) = try await session.data(for: request)
  guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
  return Answer(
    status: response.statusCode, contentType: response.value(forHTTPHeaderField: "Content-Type"),
    retryAfter: response.value(forHTTPHeaderField: "Retry-After"),
    allow: response.value(forHTTPHeaderField: "Allow"),
    headers: Dictionary(
      uniqueKeysWithValues: response.allHeaderFields.map { ("\($0.key)".capitalized, "\($0.value)") }),
    text: String(decoding: data, as: UTF8.self))
}

/// Runs a server on a free port of this machine while `body` asks it.
func serving(_ router: Router<ServiceRequestContext>, _ body: (URL) async throws -> Void) async throws {
  let listening = TestSignal<ListenAddress>()
  let part = HTTPServer(router, address: ListenAddress(host: "127.0.0.1", port: 0), logger: quiet)
    .part("server", kind: .entrance, limit: .seconds(5)) { listening.send($0) }
  async let run: Void = part.run {}
  let address = try await listening.next()
  do {
    try await body(#require(URL(string: "http://\(address)")))
  } catch {
    await part.stop?()
    throw error
  }
  await part.stop?()
  try await run
}
