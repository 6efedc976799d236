import CRabbitMQ
import Foundation
import TestSupport
import Testing

@testable import AMQP

/// Tables and properties through librabbitmq's own encoder and decoder, which is what a message passes on its way.
@Suite struct WireTests {
  private static let samples: [FieldValue] = [
    .bool(true), .bool(false), .int8(-8), .uint8(200), .int16(-300), .uint16(60_000), .int32(.min), .uint32(.max),
    .int64(.min), .uint64(.max), .float(1.5), .double(-0.1), .decimal(scale: 2, value: 12_345), .string("漏水 💧"),
    .string(""), .bytes([0, 255, 128]), .bytes([]), .timestamp(1_700_000_000), .null, .array([]), .table([:]),
    .array([.int32(1), "two", .array([.null])]), .table(["depth": .table(["of": "two"])]),
  ]

  @Test(arguments: samples) func everyKindOfValueSurvives(_ value: FieldValue) throws {
    let table: FieldTable = ["key": value]
    let encoded = try Wire.encode(table)
    #expect(encoded.count == table.wireSize)
    #expect(Wire.decode(encoded) == table)
  }

  /// Bytes as RabbitMQ's errata has them, so that encoder and decoder cannot be wrong together.
  @Test func goldenBytes() throws {
    let table: FieldTable = ["a": .bool(true), "n": .int64(-1), "s": "hé", "t": .table(["v": .null])]
    let golden: [UInt8] = [
      0, 0, 0, 35,
      1, 0x61, 0x74, 1,
      1, 0x6E, 0x6C, 255, 255, 255, 255, 255, 255, 255, 255,
      1, 0x73, 0x53, 0, 0, 0, 3, 0x68, 0xC3, 0xA9,
      1, 0x74, 0x46, 0, 0, 0, 3, 1, 0x76, 0x56,
    ]
    #expect(try Wire.encode(table) == golden)
    #expect(Wire.decode(golden) == table)
  }

  @Test func textThatIsNotUTF8ArrivesAsBytes() {
    let encoded: [UInt8] = [0, 0, 0, 9, 1, 0x6B, 0x53, 0, 0, 0, 2, 0xC3, 0x28]
    #expect(Wire.decode(encoded) == ["k": .bytes([0xC3, 0x28])])
  }

  @Test func atEveryTruncationTheDecoderAnswersWithoutATrap() throws {
    var table = FieldTable()
    for (index, value) in WireTests.samples.enumerated() { table["key\(index)"] = value }
    let encoded = try Wire.encode(table)
    for length in 0..<encoded.count { #expect(Wire.decode(Array(encoded.prefix(length))) == nil) }
  }

  @Test func randomBytesAreDecodedOrRefusedWithoutATrap() throws {
    var generator = SeededGenerator()
    print(generator)
    let encoded = try Wire.encode(["one": .array(WireTests.samples), "two": "text"])
    for _ in 0..<5000 {
      var damaged = encoded
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      _ = Wire.decode(damaged)
    }
  }

  @Test func whatIsNestedTooDeepIsReadAsNull() throws {
    var deep = FieldValue.int32(1)
    for _ in 0..<FieldTable.maximumDepth { deep = .array([deep]) }
    let decoded = try #require(Wire.decode(try Wire.encode(["deep": deep])))
    #expect(decoded.depth <= FieldTable.maximumDepth)
  }

  @Test func randomTablesSurvive() throws {
    var generator = SeededGenerator()
    print(generator)
    for _ in 0..<500 {
      let table = Wire.randomTable(depth: 3, &generator)
      #expect(try Wire.decode(Wire.encode(table)) == table, "\(generator)")
    }
  }

  @Test func allPropertiesSurvive() throws {
    let properties = AMQPProperties(
      contentType: "application/json", contentEncoding: "identity", headers: ["cloudEvents_id": "1"],
      isPersistent: true,
      priority: 3, correlationID: "c", replyTo: "r", expiration: "60000", messageID: "m",
      timestamp: Date(timeIntervalSince1970: 1_700_000_000), type: "complaint.reported.v1", userID: "pms", appID: "a")
    #expect(try Wire.roundTrip(properties) == properties)
    #expect(try Wire.roundTrip(AMQPProperties(isPersistent: false)) == AMQPProperties(isPersistent: false))
  }

  @Test(arguments: [-1.0, -.infinity, .nan, .infinity, 1e30])
  func aTimeTheProtocolCannotSayIsLeftOut(_ seconds: Double) throws {
    let properties = AMQPProperties(timestamp: Date(timeIntervalSince1970: seconds))
    #expect(try Wire.roundTrip(properties).timestamp == nil)
  }
}

/// librabbitmq's encoder and decoder, behind values.
private enum Wire {
  static func encode(_ table: FieldTable) throws -> [UInt8] {
    try WireArena().scoped { (arena) throws(AMQPError) in
      var wire = try arena.table(table)
      var bytes = [UInt8](repeating: 0, count: table.wireSize + 64)
      var offset = 0
      let status = bytes.withUnsafeMutableBytes {
        amqp_encode_table(amqp_bytes_t(len: $0.count, bytes: $0.baseAddress), &wire, &offset)
      }
      guard status == 0 else { throw AMQPError(.protocolViolation, detail: "status \(status)") }
      return Array(bytes.prefix(offset))
    }
  }

  static func decode(_ bytes: [UInt8]) -> FieldTable? {
    var pool = amqp_pool_t()
    init_amqp_pool(&pool, 4096)
    defer { empty_amqp_pool(&pool) }
    // A buffer of exactly this size, so that reading beyond it is found by the address sanitizer.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes)
    var table = amqp_table_t()
    var offset = 0
    let status = amqp_decode_table(amqp_bytes_t(len: memory.count, bytes: memory.baseAddress), &pool, &table, &offset)
    return status == 0 ? FieldTable(table) : nil
  }

  static func roundTrip(_ properties: AMQPProperties) throws -> AMQPProperties {
    try WireArena().scoped { (arena) throws(AMQPError) in
      var wire = try properties.wire(in: arena)
      var bytes = [UInt8](repeating: 0, count: properties.wireSize)
      let length = bytes.withUnsafeMutableBytes {
        amqp_encode_properties(60, &wire, amqp_bytes_t(len: $0.count, bytes: $0.baseAddress))
      }
      guard length >= 0 else { throw AMQPError(.protocolViolation, detail: "status \(length)") }
      var pool = amqp_pool_t()
      init_amqp_pool(&pool, 4096)
      defer { empty_amqp_pool(&pool) }
      var decoded: UnsafeMutableRawPointer?
      let status = bytes.withUnsafeMutableBytes {
        amqp_decode_properties(60, &pool, amqp_bytes_t(len: Int(length), bytes: $0.baseAddress), &decoded)
      }
      guard status == 0, let decoded else { throw AMQPError(.protocolViolation, detail: "status \(status)") }
      return AMQPProperties(decoded.load(as: amqp_basic_properties_t.self))
    }
  }

  static func randomTable(depth: Int, _ generator: inout SeededGenerator) -> FieldTable {
    FieldTable(
      (0..<Int.random(in: 0...5, using: &generator)).map { index in
        FieldTable.Entry("key\(index)", self.randomValue(depth: depth, &generator))
      })
  }

  private static func randomValue(depth: Int, _ generator: inout SeededGenerator) -> FieldValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: .bool(.random(using: &generator))
    case 1: .int64(.random(in: .min ... .max, using: &generator))
    case 2: .double(.random(in: -1e9...1e9, using: &generator))
    case 3:
      .string(
        String(
          (0..<Int.random(in: 0...40, using: &generator)).map { _ in "漏水é a".randomElement(using: &generator) ?? "a" }))
    case 4: .bytes((0..<Int.random(in: 0...40, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
    case 5: .null
    case 6: .table(self.randomTable(depth: depth - 1, &generator))
    default:
      .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in self.randomValue(depth: depth - 1, &generator) })
    }
  }
}
