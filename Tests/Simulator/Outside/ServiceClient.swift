import Foundation
import Messages
import NIOCore
import NIOHTTP1
import NIOPosix

/// Fills in forms at the services' HTTP addresses, each over a connection of its own.
///
/// Not URLSession: on Linux it turns in circles while it waits for an answer, and took as much of the processor as all five
/// services together.
struct ServiceClient: Sendable {
  enum Answer: Sendable {
    case done
    /// The service, or the way to it, is away for the moment.
    case unavailable(String)
    case refused(status: Int, String)
  }

  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  private static let limit = TimeAmount.seconds(30)

  let addresses: [Service: URL]

  func send(_ form: FormRequest) async -> Answer {
    guard let address = self.addresses[form.service], let host = address.host else {
      return .refused(status: 0, "There is no address of \(form.service).")
    }
    do {
      let body = ByteBuffer(bytes: try JSONEncoder().encode(form.fields))
      let connection = try await self.connect(host: host, port: address.port ?? 80)
      let (status, text) = try await self.exchange(form, body, host: host, over: connection)
      return switch status {
      case 200..<300: .done
      case 429, 502, 503, 504: .unavailable("\(status) \(text)")
      default: .refused(status: status, text)
      }
    } catch {
      return .unavailable("\(error)")
    }
  }

  private func connect(host: String, port: Int) async throws -> Connection {
    try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(5))
      .connect(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }

  private func exchange(
    _ form: FormRequest, _ body: ByteBuffer, host: String, over connection: Connection
  ) async throws -> (status: Int, text: String) {
    let channel = connection.channel
    let timeout = channel.eventLoop.scheduleTask(in: Self.limit) { channel.close(promise: nil) }
    defer { timeout.cancel() }
    var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: form.method.rawValue), uri: form.path)
    head.headers = [
      "Host": host, "Connection": "close", "Content-Type": "application/json",
      "Content-Length": String(body.readableBytes),
    ]
    return try await connection.executeThenClose { [head] answers, request in
      try await request.write(.head(head))
      try await request.write(.body(.byteBuffer(body)))
      try await request.write(.end(nil))
      var (status, text) = (0, "")
      for try await part in answers {
        switch part {
        case .head(let answer): status = Int(answer.status.code)
        case .body(let bytes): text += String(buffer: bytes)
        case .end: return (status, String(text.prefix(500)))
        }
      }
      throw SimulatorError("\(form.service) closed the connection before it had answered.")
    }
  }
}
