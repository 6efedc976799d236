import DurableMessaging
import Foundation
import Glibc
import Messages
import Synchronization
import TestSupport

/// An address at which a service, or something else, answers what a test wants, or takes connections and never answers.
final class StubService: Sendable {
  enum Behaviour: Sendable {
    /// Answers as the administrative address of a service does; nil is an address that does not say whose it is.
    case answers(as: Service?, @Sendable (_ line: String) -> (status: Int, body: String))
    /// Like a process that was stopped: the kernel takes the connection, and nothing comes.
    case silent
    /// Says something that is no HTTP.
    case noise
  }

  let port: UInt16
  private let listener: Int32
  private let behaviour: Behaviour
  private let lines = Mutex<[String]>([])

  var address: String { "http://127.0.0.1:\(self.port)" }

  /// Method and path of each request, in order.
  var requests: [String] { self.lines.withLock { $0 } }

  init(_ behaviour: Behaviour) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw TestSupportError("no port for a stub") }
    self.listener = listener
    self.port = UInt16(bigEndian: address.sin_port)
    self.behaviour = behaviour
    Thread.detachNewThread { self.acceptAll() }
  }

  func stop() {
    shutdown(self.listener, Int32(SHUT_RDWR))
  }

  private func acceptAll() {
    while true {
      let client = accept(self.listener, nil, nil)
      guard client >= 0 else { return }
      if case .silent = self.behaviour { continue }
      self.answer(client)
      close(client)
    }
  }

  private func answer(_ client: Int32) {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    repeat {
      let count = read(client, &buffer, buffer.count)
      guard count > 0 else { return }
      received += buffer[..<count]
    } while !Self.isWhole(received)
    let line = String(decoding: received.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    let parts = line.split(separator: " ")
    guard parts.count == 3 else { return }
    let asked = "\(parts[0]) \(parts[1].prefix { $0 != "?" })"
    self.lines.withLock { $0.append(asked) }
    switch self.behaviour {
    case .silent: break
    case .noise: Self.write("220 mail.example.org ESMTP\r\n", to: client)
    case .answers(let service, let body):
      let (status, text) = body(asked)
      let owner = service.map { "\(Quarantine.ownerHeader): \($0.rawValue)\r\n" } ?? ""
      Self.write(
        "HTTP/1.1 \(status) Whatever\r\nContent-Type: application/json\r\n\(owner)Content-Length: \(text.utf8.count)\r\n"
          + "Connection: close\r\n\r\n\(text)", to: client)
    }
  }

  /// Head and as much body as it announces.
  private static func isWhole(_ received: [UInt8]) -> Bool {
    let text = String(decoding: received, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
    let announced = text[..<end.lowerBound].split(separator: "\r\n").lazy
      .filter { $0.lowercased().hasPrefix("content-length:") }
      .compactMap { Int($0.dropFirst("content-length:".count).filter(\.isNumber)) }.first
    return text[end.upperBound...].utf8.count >= announced ?? 0
  }

  private static func write(_ text: String, to client: Int32) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}

extension StubService {
  /// A service whose quarantine holds one message.
  static func well(_ service: Service) throws -> StubService {
    try StubService(.answers(as: service) { _ in (200, #"{"messages": [\#(Self.entry(1, of: service))]}"#) })
  }

  /// As the services write it.
  static func entry(_ id: Int, of service: Service) -> String {
    """
    {"id": \(id), "queue": "\(service.rawValue).inbound", "messageID": "7d44ac5a-0d0e-4f3a-9c1c-1c6b9f1f6a11",
     "subject": "CLX-2026-000001", "state": "quarantined", "attempts": 1, "repeats": 0, "lastError": "unknown-project",
     "faults": [], "receivedAt": "2026-01-03T01:12:00.000000Z", "bytes": 10,
     "origin": {"user": "pms", "exchange": "inbound", "routingKey": "complaint.reported.v1"}}
    """
  }
}
