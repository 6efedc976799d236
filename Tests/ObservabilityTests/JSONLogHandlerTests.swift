import Foundation
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import Observability

@Suite struct JSONLogHandlerTests {
  private struct SomeError: Error, CustomStringConvertible {
    var description: String { "SomeError: linkLost" }
  }

  private let lines = NIOLockedValueBox<[String]>([])

  private func logger(level: Logger.Level = .info, provider: Logger.MetadataProvider? = nil) -> Logger {
    var handler = JSONLogHandler(
      label: "amqp", service: "intake", logLevel: level,
      output: LogOutput { [lines] line in lines.withLockedValue { $0.append(line) } },
      now: { Date(timeIntervalSince1970: 1_677_646_800.25) })
    handler.metadataProvider = provider
    return Logger(label: "amqp") { _ in handler }
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func goldenLine() {
    self.logger().warning(
      "链接断开 \"amqp\"\n", error: SomeError(),
      metadata: [
        "message_id": "0190-…", "attempt": .stringConvertible(3),
        "details": ["ok": .stringConvertible(false), "all": .array(["漏水", "\u{1}\t\\"])],
      ])
    let expected = #"""
      {"time":"2023-03-01T05:00:00.250Z","level":"warning","service":"intake","label":"amqp",\#
      "message":"链接断开 \"amqp\"\n","error":"SomeError: linkLost",\#
      "metadata":{"attempt":3,"details":{"all":["漏水","\u0001\t\\"],"ok":false},"message_id":"0190-…"}}

      """#
    #expect(self.lines.withLockedValue { $0 } == [expected])
  }

  @Test func isOneLineOfJSONWhateverIsLogged() throws {
    let nasty = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}👷🏽\u{0}"
    self.logger().info("\(nasty)", metadata: ["\(nasty)": "\(nasty)"])
    let line = try #require(self.lines.withLockedValue { $0.first })
    #expect(line.filter { $0 == "\n" }.count == 1)
    let object = try self.object(line)
    #expect(object["message"] as? String == nasty)
    #expect(object["metadata"] as? [String: String] == [nasty: nasty])
  }

  @Test func withoutErrorAndMetadataTheirKeysAreAbsent() throws {
    self.logger().info("started")
    let object = try self.object(try #require(self.lines.withLockedValue { $0.first }))
    #expect(Set(object.keys) == ["time", "level", "service", "label", "message"])
  }

  @Test func theMoreParticularMetadataWins() throws {
    let provider = Logger.MetadataProvider { ["a": "task", "b": "task", "c": "task"] }
    var logger = self.logger(provider: provider)
    logger[metadataKey: "b"] = "logger"
    logger[metadataKey: "c"] = "logger"
    logger.info("said", metadata: ["c": "event"])
    let object = try self.object(try #require(self.lines.withLockedValue { $0.first }))
    #expect(object["metadata"] as? [String: String] == ["a": "task", "b": "logger", "c": "event"])
  }

  @Test func aCopyOfALoggerHasALevelAndMetadataOfItsOwn() {
    var first = self.logger(level: .info)
    first[metadataKey: "only-on"] = "first"
    var second = first
    second.logLevel = .error
    second[metadataKey: "only-on"] = "second"
    #expect(first.logLevel == .info)
    #expect(first[metadataKey: "only-on"] == "first")
    first.debug("not heard")
    second.warning("not heard")
    #expect(self.lines.withLockedValue { $0 }.isEmpty)
  }

  @Test func numbersStayNumbers() throws {
    self.logger().info(
      "counted", metadata: ["count": .stringConvertible(Int64.max), "ratio": .stringConvertible(0.5)])
    let line = try #require(self.lines.withLockedValue { $0.first })
    #expect(line.contains(#""count":9223372036854775807"#))
    #expect(line.contains(#""ratio":"0.5""#))
  }

  @Test func aLineHasNoKeyButThose() throws {
    self.logger().warning("链接断开", error: SomeError(), metadata: ["attempt": .stringConvertible(3)])
    let line = try self.object(try #require(self.lines.withLockedValue { $0.first }))
    #expect(Set(line.keys) == Set(LogKey.allCases.map(\.rawValue)))
  }
}
