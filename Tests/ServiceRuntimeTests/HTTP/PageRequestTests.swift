import Hummingbird
import Messages
import Testing

@testable import ServiceRuntime

@Suite struct PageRequestTests {
  @Test(arguments: [
    ("/cases", 100, ""), ("/cases?limit=1", 1, ""), ("/cases?limit=500&after=CLX-2023-000042", 500, "CLX-2023-000042"),
    ("/cases?after=%E6%BC%8F", 100, "漏"),
  ])
  func isRead(_ path: String, _ limit: Int, _ after: String) throws {
    let page = try PageRequest(self.request(path))
    #expect(page.limit == limit)
    #expect(page.after == after)
  }

  @Test(arguments: ["0", "-1", "501", "many", "", "1.5", "9999999999999999999"])
  func aLimitOutOfBoundsIsRefused(_ limit: String) {
    #expect(throws: Rejected("limit", .invalid, "From 1 to 500.")) {
      try PageRequest(self.request("/cases?limit=\(limit)"))
    }
  }

  @Test func onlyAFullPageHasANext() throws {
    let page = try PageRequest(self.request("/cases?limit=2"))
    #expect(page.next(after: ["a", "b"]) { $0 } == "b")
    #expect(page.next(after: ["a"]) { $0 } == nil)
    #expect(page.next(after: [String]()) { $0 } == nil)
  }

  @Test func aWordIsOneOfThoseThatAreKnown() throws {
    enum Size: String, CaseIterable { case small, large }
    #expect(try self.request("/cases?size=large").word("size", oneOf: Size.allCases) == .large)
    #expect(try self.request("/cases").word("size", oneOf: Size.allCases) == nil)
    #expect(throws: Rejected("size", .unknownValue, "Must be one of: small, large.")) {
      try self.request("/cases?size=Large").word("size", oneOf: Size.allCases)
    }
  }

  private func request(_ path: String) -> Request {
    Request(
      head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path),
      body: RequestBody(buffer: ByteBuffer()))
  }
}
