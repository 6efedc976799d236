import Glibc
import IOThread

/// One HTTP/1.1 connection that stays open, with one request at a time, on a thread of its own that may block: the whole
/// driver must take little of the processor that it shares with what it measures.
actor HTTPConnection {
  private let thread: IOThread
  private let port: UInt16
  private let authorization: String?
  private var descriptor: Int32?

  nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

  init(port: UInt16, authorization: String? = nil) throws(IOThreadError) {
    self.thread = try IOThread(name: "http")
    self.port = port
    self.authorization = authorization
  }

  /// The status of the answer; nil when the server is not there or has closed the connection before it answered.
  func send(_ method: String, _ path: String, _ body: String = "") -> Int? {
    guard let descriptor = self.descriptor ?? self.connect() else { return nil }
    let extra = self.authorization.map { "Authorization: Basic \($0)\r\n" } ?? ""
    let request = """
      \(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(extra)Content-Type: application/json\r\n\
      Content-Length: \(body.utf8.count)\r\n\r\n\(body)
      """
    guard Self.write(Array(request.utf8), to: descriptor), let status = Self.readAnswer(from: descriptor) else {
      self.disconnect()
      return nil
    }
    return status
  }

  /// Ends the connection and its thread.
  nonisolated func close() async {
    await self.disconnect()
    self.thread.stop()
  }

  private func connect() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = self.port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      Glibc.close(descriptor)
      return nil
    }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    self.descriptor = descriptor
    return descriptor
  }

  private func disconnect() {
    if let descriptor = self.descriptor { Glibc.close(descriptor) }
    self.descriptor = nil
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads one answer to its end. Only lengths are understood: nobody here answers in chunks.
  private static func readAnswer(from descriptor: Int32) -> Int? {
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    var expected: (status: Int, count: Int)?
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      answer += chunk[..<count]
      if expected == nil { expected = Self.head(of: answer) }
      if let expected, answer.count >= expected.count { return expected.status }
    }
  }

  /// The status, and how many bytes the whole answer has; nil before its head is complete.
  private static func head(of answer: [UInt8]) -> (status: Int, count: Int)? {
    let end = Array("\r\n\r\n".utf8)
    guard let start = answer.indices.first(where: { answer[$0...].starts(with: end) }) else { return nil }
    let lines = String(decoding: answer[..<start], as: UTF8.self).split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) }
    return (status, start + end.count + (length ?? 0))
  }
}
