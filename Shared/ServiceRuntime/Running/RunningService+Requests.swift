package import DurableMessaging
import HTTPTypes
package import Hummingbird
import NIOConcurrencyHelpers
import NIOCore

extension RunningService {
  /// Does what the request asks for, and answers it: after a look at the version that the caller has seen (`If-Match`), and
  /// once only, where the request has a key (`Idempotency-Key`).
  ///
  /// - Parameter answer: makes the answer of the handler's reply; it is committed with what was done.
  package func perform(
    _ action: Handler.Action, _ context: ServiceRequestContext,
    answer: @Sendable (Handler.Reply) async throws -> Response
  ) async throws -> Response {
    guard let key = context.requestKey else {
      return try await answer(try await self.work.perform(action, expecting: context.precondition))
    }
    let kept = try await self.work.perform(action, expecting: context.precondition, once: key) { reply in
      try await KeptAnswer(try await answer(reply))
    }
    return Response(kept)
  }
}

extension KeptAnswer {
  init(_ response: Response) async throws {
    let bytes = BodyBytes()
    try await response.body.write(bytes)
    self.init(
      status: response.status.code,
      headers: response.headers.map { Header(name: $0.name.canonicalName, value: $0.value) }, body: bytes.all)
  }
}

extension Response {
  init(_ kept: KeptAnswer) {
    var headers = HTTPFields()
    for header in kept.headers {
      if let name = HTTPField.Name(header.name) { headers.append(HTTPField(name: name, value: header.value)) }
    }
    self.init(
      status: HTTPResponse.Status(code: kept.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: kept.body)))
  }
}

/// Gathers what would be sent.
private struct BodyBytes: ResponseBodyWriter {
  private let bytes = NIOLockedValueBox<[UInt8]>([])

  var all: [UInt8] { self.bytes.withLockedValue { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    self.bytes.withLockedValue { $0 += Array(buffer.readableBytesView) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
