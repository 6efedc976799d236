package import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP/1.1 request over a connection of its own, without TLS, for programs that ask the services.
///
/// Not URLSession: on Linux it turns in circles while it waits for an answer, which took as much of the processor as five
/// services together; and a request that is cancelled while others fail traps or never returns (6 crashes and 14 hangs in
/// 30 runs of a program that asked five addresses of which none answered).
package struct PlainHTTP: Sendable {
  package struct Answer: Sendable {
    package let status: Int
    /// Names in lower case; of a name that comes twice the last.
    package let headers: [String: String]
    package let body: Data
  }

  /// Why there is no answer; the request may have been fulfilled, except after `notConnected`.
  package enum Failure: Error, Sendable, Equatable {
    /// Nobody takes connections there, or the host is not known.
    case notConnected
    /// Not everything had come when the time was over.
    case timeout
    /// The connection ended, or what came was no HTTP.
    case brokenOff
    /// The answer is longer than anybody wants to keep.
    case tooLarge
  }

  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private let host: String
  private let port: Int
  /// Of the address, before each path; without a slash at its end.
  private let prefix: String
  private let limit: TimeAmount
  private let mostBytes: Int

  /// - Parameters:
  ///   - address: an `http://` URL.
  ///   - limit: for connecting, asking and the whole answer together.
  ///   - mostBytes: of the answer's body.
  /// - Returns: nil when `address` is no `http://` URL with a host.
  package init?(_ address: URL, limit: Duration, mostBytes: Int = 64 << 20) {
    guard address.scheme == "http", let host = address.host, !host.isEmpty else { return nil }
    self.host = host
    self.port = address.port ?? 80
    self.prefix = String(address.path.reversed().drop { $0 == "/" }.reversed())
    self.limit = .nanoseconds(Int64(limit / .nanoseconds(1)))
    self.mostBytes = mostBytes
  }

  /// - Parameter path: with its slash and its query, percent-encoded.
  package func send(
    _ method: String, _ path: String, headers: [String: String] = [:], body: Data? = nil
  ) async throws(Failure) -> Answer {
    let end = NIODeadline.now() + self.limit
    let connection: Connection
    do {
      connection = try await self.connect()
    } catch {
      throw NIODeadline.now() < end ? .notConnected : .timeout
    }
    let isOver = NIOLockedValueBox(false)
    let channel = connection.channel
    let timer = channel.eventLoop.scheduleTask(deadline: end) {
      isOver.withLockedValue { $0 = true }
      channel.close(promise: nil)
    }
    defer { timer.cancel() }
    do {
      return try await self.exchange(self.head(method, path, headers, body), body, over: connection)
    } catch let failure as Failure {
      throw isOver.withLockedValue { $0 } ? .timeout : failure
    } catch {
      throw isOver.withLockedValue { $0 } ? .timeout : .brokenOff
    }
  }

  private func connect() async throws -> Connection {
    try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(self.limit)
      .connect(host: self.host, port: self.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }

  private func head(_ method: String, _ path: String, _ headers: [String: String], _ body: Data?) -> HTTPRequestHead {
    var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: self.prefix + path)
    head.headers.add(name: "Host", value: "\(self.host.contains(":") ? "[\(self.host)]" : self.host):\(self.port)")
    head.headers.add(name: "Connection", value: "close")
    if let body { head.headers.add(name: "Content-Length", value: "\(body.count)") }
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    return head
  }

  private func exchange(
    _ head: HTTPRequestHead, _ body: Data?, over connection: Connection
  ) async throws -> Answer {
    try await connection.executeThenClose { answers, request in
      try await request.write(.head(head))
      if let body { try await request.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
      try await request.write(.end(nil))
      var status = 0
      var fields: [String: String] = [:]
      var received = Data()
      for try await part in answers {
        switch part {
        case .head(let answer):
          status = Int(answer.status.code)
          fields = Dictionary(answer.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        case .body(let bytes):
          guard received.count + bytes.readableBytes <= self.mostBytes else { throw Failure.tooLarge }
          received.append(contentsOf: bytes.readableBytesView)
        case .end:
          return Answer(status: status, headers: fields, body: received)
        }
      }
      throw Failure.brokenOff
    }
  }
}
