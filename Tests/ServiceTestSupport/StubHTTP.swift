import Hummingbird
import NIOCore
import TestSupport

/// Another service, as far as one under test asks it: answers what the test says.
package enum StubHTTP {
  package struct Question: Sendable {
    package let path: String
    package let authorization: String?
  }

  /// Runs `body` while the stub listens.
  /// - Parameter answer: JSON, and its status.
  package static func run(
    _ answer: @escaping @Sendable (Question) -> (status: Int, json: String),
    _ body: @escaping @Sendable (_ address: String) async throws -> Void
  ) async throws {
    let router = Router(context: BasicRequestContext.self)
    router.get("**") { request, _ in
      let (status, json) = answer(
        Question(path: request.uri.path, authorization: request.headers[.authorization]))
      return Response(
        status: HTTPResponse.Status(code: status), headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }
    let listening = TestSignal<Int>()
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { listening.send($0.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      defer { group.cancelAll() }
      try await body("http://127.0.0.1:\(try await listening.next())")
    }
  }
}
