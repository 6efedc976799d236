import FoundationEssentials
package import Hummingbird
package import Messages
import NIOCore

/// The JSON body of a request, as its sender wrote it.
/// - Throws: ``Problem`` 413 for more than 128 KiB, 415 for another content type, 400 for what is not JSON.
package func readJSON(_ request: Request, _ context: ServiceRequestContext) async throws -> JSONValue {
  if let contentType = request.headers[.contentType], !isJSON(contentType) {
    throw Problem(rejected: Rejected("", .contentType, "The body must be application/json."))
  }
  let body: ByteBuffer
  do {
    body = try await request.body.collect(upTo: context.maxUploadSize)
  } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
    throw Problem(rejected: tooLarge(context))
  }
  do {
    return try JSONValue(Array(body.readableBytesView))
  } catch {
    throw Problem(rejected: error)
  }
}

/// Answers with JSON: keys sorted, times in RFC 3339 with microseconds.
package func respond(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
  jsonResponse(value, status: status, contentType: "application/json; charset=utf-8")
}

func jsonResponse(_ value: some Encodable, status: HTTPResponse.Status, contentType: String) -> Response {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.dateEncodingStrategy = .custom { date, encoder in
    var container = encoder.singleValueContainer()
    try container.encode(RFC3339.string(from: date))
  }
  guard let data = try? encoder.encode(value) else {
    // A number that is not finite is all that an encoder can refuse in our answers.
    return Response(status: .internalServerError)
  }
  return Response(
    status: status, headers: [.contentType: contentType], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
}

private func tooLarge(_ context: ServiceRequestContext) -> Rejected {
  Rejected("", .tooLarge, "The body is larger than \(context.maxUploadSize / 1024) KiB.")
}

private func isJSON(_ contentType: String) -> Bool {
  contentType.split(separator: ";").first?.lowercased().filter { $0 != " " } == "application/json"
}
