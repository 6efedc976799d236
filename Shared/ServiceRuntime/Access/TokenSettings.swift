import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Whose tokens count, and where the keys are that have signed them.
struct TokenSettings: Sendable, Hashable {
  enum Keys: Sendable, Hashable {
    case file(String)
    case url(URL)
  }

  /// Compared with the token's `iss`, letter by letter.
  let issuer: String
  /// Must be in the token's `aud`.
  let audience: String
  let keys: Keys
}

extension TokenSettings.Keys: CustomStringConvertible {
  var description: String {
    switch self {
    case .file(let path): path
    case .url(let url): url.absoluteString
    }
  }

  /// For fetching a key set of a few kilobytes, in seconds.
  private static let limit: TimeInterval = 5
  private static let largest = 1 << 20

  func load() async throws -> Data {
    switch self {
    case .file(let path):
      return try Data(contentsOf: URL(filePath: path))
    case .url(let url):
      let configuration = URLSessionConfiguration.ephemeral
      configuration.timeoutIntervalForRequest = Self.limit
      configuration.timeoutIntervalForResource = Self.limit
      let session = URLSession(configuration: configuration)
      defer { session.finishTasksAndInvalidate() }
      let (data, response) = try await session.data(from: url)
      guard (response as? HTTPURLResponse)?.statusCode == 200, data.count <= Self.largest else {
        throw URLError(.badServerResponse)
      }
      return data
    }
  }
}
