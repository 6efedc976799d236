package import Foundation
import TestSupport

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Asks one address of a service.
package struct TestHTTP: Sendable {
  package struct Answer: Sendable {
    package let status: Int
    package let headers: [String: String]
    package let body: Data

    package var text: String { String(decoding: self.body, as: UTF8.self) }

    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      return try decoder.decode(Value.self, from: self.body)
    }

    /// The faults of a problem, as `path code`.
    package var faults: [String] {
      struct Problem: Decodable {
        struct Fault: Decodable {
          let path: String
          let code: String
        }
        let faults: [Fault]?
      }
      return (try? JSONDecoder().decode(Problem.self, from: self.body))?.faults?.map { "\($0.path) \($0.code)" } ?? []
    }
  }

  package let port: Int

  package func get(_ path: String) async throws -> Answer {
    try await self.send("GET", path, nil)
  }

  package func post(
    _ path: String, _ body: String, contentType: String = "application/json", headers: [String: String] = [:]
  ) async throws -> Answer {
    try await self.send("POST", path, body, contentType: contentType, headers: headers)
  }

  package func post(_ path: String, bytes: [UInt8], contentType: String) async throws -> Answer {
    try await self.send("POST", path, Data(bytes), contentType: contentType)
  }

  package func put(_ path: String, _ json: String) async throws -> Answer {
    try await self.send("PUT", path, json)
  }

  /// Asks with a token.
  package func ask(
    _ method: String, _ path: String, _ json: String? = nil, as token: String, headers: [String: String] = [:]
  ) async throws -> Answer {
    try await self.send(
      method, path, json, headers: headers.merging(["Authorization": "Bearer \(token)"]) { $1 })
  }

  /// - Parameter headers: beside the content type, or instead of it.
  package func send(
    _ method: String, _ path: String, _ body: String?, contentType: String = "application/json",
    headers: [String: String] = [:]
  ) async throws -> Answer {
    try await self.send(method, path, body.map { Data($0.utf8) }, contentType: contentType, headers: headers)
  }

  private func send(
    _ method: String, _ path: String, _ body: Data?, contentType: String, headers: [String: String] = [:]
  ) async throws -> Answer {
    guard let url = URL(string: "http://127.0.0.1:\(self.port)\(path)") else {
      throw TestSupportError("no URL: \(path)")
    }
    var request = URLRequest(url: url)
    request.httpMethod = method
    if let body {
      request.httpBody = body
      request.setValue(contentType, forHTTPHeaderField: "Content-Type")
    }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (body, response) = try await URLSession.shared.data(for: request)
    guard let response = response as? HTTPURLResponse else { throw TestSupportError("no HTTP answer from \(path)") }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
    return Answer(status: response.statusCode, headers: headers, body: body)
  }
}
