import DurableMessaging
import Foundation
import Messages
import PlainHTTP

/// Asks one service at its administrative address.
struct AdminClient: Sendable {
  /// For one request and its answer. A service that has stopped costs no more, whatever is asked of the others meanwhile.
  static let limit: Duration = .seconds(5)

  let service: Service
  private let address: URL
  private let http: PlainHTTP

  init(_ service: Service, address: String, limit: Duration = Self.limit) throws(Failure) {
    guard let url = URL(string: address), let http = PlainHTTP(url, limit: limit) else {
      throw Failure(
        "\(address) is no address of \(service.rawValue).",
        advice:
          "It looks like http://127.0.0.1:9081; https is not offered: an administrative port is nobody's from outside.")
    }
    self.service = service
    self.address = url
    self.http = http
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
    let answer: PlainHTTP.Answer
    do throws(PlainHTTP.Failure) {
      answer = try await self.http.send(
        method, path, headers: body == nil ? [:] : ["Content-Type": "application/json"], body: body)
    } catch {
      throw self.failure(error)
    }
    try self.checkWhoAnswers(answer)
    switch answer.status {
    case 200..<300: return answer.body
    case 404: return nil
    case 503:
      throw Failure(
        "\(self.service.rawValue) cannot answer at the moment.", advice: "Try again when /health/ready says so.",
        isOutOfReach: true)
    default:
      throw Failure(
        "\(self.service.rawValue) refuses (\(answer.status))\(Problem(answer.body).text)",
        advice: "Correct what it names.")
    }
  }

  /// Somebody else's 404 would read as "nothing is in quarantine".
  private func checkWhoAnswers(_ answer: PlainHTTP.Answer) throws(Failure) {
    let name = answer.headers[Quarantine.ownerHeader.lowercased()]
    guard name != self.service.rawValue else { return }
    let other = name.flatMap { Service(name: $0) }.map { "that of \($0.rawValue) is" } ?? "something else answers"
    throw Failure(
      "\(self.place) is not the administrative address of \(self.service.rawValue): \(other) there.",
      advice: self.adviceOnAddress, isOutOfReach: true)
  }

  private func failure(_ error: PlainHTTP.Failure) -> Failure {
    let what =
      switch error {
      case .notConnected: "does not answer at \(self.place): nobody takes connections there"
      case .timeout: "does not answer at \(self.place) in time"
      case .brokenOff: "does not answer at \(self.place): the connection broke off, or what came was no HTTP"
      case .tooLarge: "answers at \(self.place) with more than this tool can take"
      }
    return Failure(
      "\(self.service.rawValue) \(what).", advice: "Check that it runs. \(self.adviceOnAddress)", isOutOfReach: true)
  }

  private var adviceOnAddress: String {
    "Its administrative address stands in \(self.service.rawValue.uppercased())_ADMIN_URL, or give "
      + "--admin \(self.service.rawValue)=URL."
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
