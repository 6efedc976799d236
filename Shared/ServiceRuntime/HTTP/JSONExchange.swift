import Foundation
package import Hummingbird
package import Messages
import Messaging
import NIOCore

/// The JSON body of a request, as its sender wrote it.
/// - Throws: ``Problem`` 413 for more than 128 KiB, 415 for another content type or character set, 400 for what is not
///   JSON or breaks off.
package func readJSON(_ request: Request, _ context: ServiceRequestContext) async throws -> JSONValue {
  try await readJSONAndBytes(request, context).json
}

func readJSONAndBytes(
  _ request: Request, _ context: ServiceRequestContext
) async throws -> (json: JSONValue, bytes: [UInt8]) {
  if let contentType = request.headers[.contentType], !MediaType(contentType).isJSON {
    throw Problem(rejected: Rejected("", .contentType, "The body must be application/json in UTF-8."))
  }
  let bytes = try await collect(request, upTo: context.maxUploadSize)
  do {
    return (try JSONValue(bytes), bytes)
  } catch {
    throw Problem(rejected: error)
  }
}

/// The body of a request whose content type is one of `types`.
/// - Throws: ``Problem`` 413 for more than `limit` bytes, 415 for another content type, 400 for what breaks off.
func readBytes(_ request: Request, types: [String], upTo limit: Int) async throws -> [UInt8] {
  let given = (request.headers[.contentType] ?? "").split(separator: ";").first ?? ""
  let type = given.trimmingCharacters(in: .whitespaces).lowercased()
  guard types.contains(where: { $0 == type || $0.hasSuffix("/*") && type.hasPrefix($0.dropLast()) }) else {
    throw Problem(rejected: Rejected("", .contentType, "The body must be one of: \(types.joined(separator: ", "))."))
  }
  return try await collect(request, upTo: limit)
}

private func collect(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
  do {
    return Array(try await request.body.collect(upTo: limit).readableBytesView)
  } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
    throw Problem(rejected: Rejected("", .tooLarge, "The body is larger than \(limit / 1024) KiB."))
  } catch let error as CancellationError {
    throw error
  } catch {
    // Nothing but the connection is asked for the body: the client has gone, or its bytes are no HTTP.
    throw Problem.incomplete
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
