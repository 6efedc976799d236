import Foundation
import FoundationNetworking

/// What a server answered.
struct Answer {
  let status: Int
  let contentType: String?
  let retryAfter: String?
  let text: String
}

func get(_ url: URL, _ path: String) async throws -> Answer {
  try await answer(to: URLRequest(url: url.appending(path: path)))
}

func post(
  _ url: URL, _ path: String, _ body: Data, contentType: String = "application/json"
) async throws -> Answer {
  var request = URLRequest(url: url.appending(path: path))
  request.httpMethod = "POST"
  request.httpBody = body
  request.setValue(contentType, forHTTPHeaderField: "Content-Type")
  return try await answer(to: request)
}

private func answer(to request: URLRequest) async throws -> Answer {
  // A session of its own closes its connections, so that the server under test can stop.
  let session = URLSession(configuration: .ephemeral)
  defer { session.finishTasksAndInvalidate() }
  let (data, response) = try await session.data(for: request)
  guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
  return Answer(
    status: response.statusCode, contentType: response.value(forHTTPHeaderField: "Content-Type"),
    retryAfter: response.value(forHTTPHeaderField: "Retry-After"), text: String(decoding: data, as: UTF8.self))
}
