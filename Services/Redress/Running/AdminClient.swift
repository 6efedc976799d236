import Foundation
import Messages

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Asks one service at its administrative address.
struct AdminClient: Sendable {
  let service: Service
  private let address: URL

  init(_ service: Service, address: String) throws(Failure) {
    guard let url = URL(string: address), url.scheme == "http" || url.scheme == "https", url.host != nil else {
      throw Failure(
        "\(address) is no address of \(service.rawValue).", advice: "It looks like http://127.0.0.1:9081.")
    }
    self.service = service
    self.address = url
  }

  /// Nil when the service has nothing of this name.
  func get<Answer: Decodable>(_ path: String, as type: Answer.Type) async throws(Failure) -> Answer? {
    guard let data = try await self.send("GET", path, body: nil) else { return nil }
    return try self.decode(data)
  }

  /// Nil when the service has nothing of this name.
  func post(_ path: String, _ fields: [String: String]) async throws(Failure) -> Data? {
    guard let body = try? JSONEncoder().encode(fields) else {
      throw Failure("The request cannot be written as JSON.", advice: "Use plain text for --by and --reason.")
    }
    return try await self.send("POST", path, body: body)
  }

  private func send(_ method: String, _ path: String, body: Data?) async throws(Failure) -> Data? {
    guard let url = URL(string: path, relativeTo: self.address.appending(path: "/")) else {
      throw Failure("\(path) is no path.", advice: "Report this: it is a fault of the tool.")
    }
    var request = URLRequest(url: url, timeoutInterval: 30)
    request.httpMethod = method
    request.httpBody = body
    if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
    let answer: (Data, URLResponse)
    do {
      answer = try await URLSession.shared.data(for: request)
    } catch {
      throw Failure(
        "\(self.service.rawValue) does not answer at \(self.place).",
        advice: "Check that it runs, and its address: \(self.service.rawValue.uppercased())_ADMIN_URL or "
          + "--admin \(self.service.rawValue)=URL.")
    }
    let status = (answer.1 as? HTTPURLResponse)?.statusCode ?? 0
    switch status {
    case 200..<300: return answer.0
    case 404: return nil
    case 503:
      throw Failure(
        "\(self.service.rawValue) cannot answer at the moment.", advice: "Try again when /health/ready says so.")
    default:
      throw Failure(
        "\(self.service.rawValue) refuses (\(status))\(Problem(answer.0).text)",
        advice: "Correct what it names, or look whether \(self.place) is its administrative address.")
    }
  }

  private func decode<Answer: Decodable>(_ data: Data) throws(Failure) -> Answer {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      guard let date = RFC3339.date(from: text) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no time"))
      }
      return date
    }
    do {
      return try decoder.decode(Answer.self, from: data)
    } catch {
      throw Failure(
        "\(self.service.rawValue)'s answer from \(self.place) cannot be read.",
        advice: "Use the tool and the services of the same release.")
    }
  }

  private var place: String { "\(self.address.host ?? ""):\(self.address.port ?? 80)" }

  /// What a service says about a request that it does not fulfil.
  private struct Problem {
    let text: String

    init(_ data: Data) {
      struct Body: Decodable {
        let title: String?
        let faults: [Fault]?
      }
      let body = try? JSONDecoder().decode(Body.self, from: data)
      let faults = (body?.faults ?? []).map { "\($0.path): \($0.message)" }
      let parts = [body?.title].compactMap { $0 } + faults
      self.text = parts.isEmpty ? "." : ": " + parts.joined(separator: " ")
    }
  }
}
