package import Hummingbird
import NIOCore

/// Answers with a page to look at or to print. It may show what a customer has said, so nobody on the way keeps it; and
/// nothing in it is run or fetched from elsewhere.
package func respond(page html: String) -> Response {
  var response = Response(
    status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
    body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
  return response
}
