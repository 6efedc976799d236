import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Binary values")
struct BinaryFormatTests {
  /// The bytes were taken from a server: `SELECT encode(<type>_send(<value>), 'hex')`.
  @Test("The bytes are those of PostgreSQL")
  func goldenBytes() throws {
    try expect(true, "01")
    try expect(false, "00")
    try expect(Int16(-2), "fffe")
    try expect(Int32(305_419_896), "12345678")
    try expect(Int64(-1), "ffffffffffffffff")
    try expect(81_985_529_216_486_895, "0123456789abcdef")
    try expect(1.5, "3ff8000000000000")
    try expect("漏水 'x'", "e6bc8fe6b0b4202778 27")
    try expect("", "")
    try expect(#require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF")), "00112233445566778899aabbccddeeff")
    try expect(Date(timeIntervalSinceReferenceDate: -366 * 86_400), "0000000000000000")
    try expect(Date(timeIntervalSince1970: 1_672_531_200.123456), "0002942748d74240")
    try expect([UInt8]([0, 1, 255]), "0001ff")
    try expect(JSONB(Array(#"{"a": 1}"#.utf8)), "017b2261223a20317d")
    try expect(["a", "bc"], "00000001 00000000 00000019 00000002 00000001 00000001 61 00000002 6263")
    try expect([1, nil] as [Int32?], "00000001 00000001 00000017 00000002 00000001 00000004 00000001 ffffffff")
    try expect([[1], []] as [[UInt8]], "00000001 00000000 00000011 00000002 00000001 00000001 01 00000000")
  }

  @Test("PostgreSQL's own empty array is read, though it has no dimension")
  func emptyArray() throws {
    #expect(try [Int64](cell: cell("00000000 00000000 00000014", .int8Array)) == [])
  }

  @Test("Random values come back as they went")
  func roundTrips() throws {
    var random = SeededGenerator()
    for _ in 0..<200 {
      let number = Int64(bitPattern: random.next())
      let text = String(String.UnicodeScalarView((0..<random.next() % 20).map { _ in scalar(&random) }))
      let microseconds = Double(number % 4_000_000_000_000_000)
      let date = Date(timeIntervalSinceReferenceDate: (microseconds / 1_000_000))
      try expectRoundTrip(number, random)
      try expectRoundTrip(Int32(truncatingIfNeeded: number), random)
      try expectRoundTrip(Int16(truncatingIfNeeded: number), random)
      try expectRoundTrip(Double(number) / 7, random)
      try expectRoundTrip(text, random)
      try expectRoundTrip(UUID(), random)
      try expectRoundTrip(Array(text.utf8), random)
      try expectRoundTrip([text, nil, text], random)
      try expectRoundTrip([number, number &+ 1], random)
      try expectRoundTrip([number.isMultiple(of: 2), nil], random)
      try expectRoundTrip([Array(text.utf8), nil], random)
      try expectRoundTrip([JSONB([0x31])], random)
      let read = try Date(cell: cell(of: date))
      #expect(abs(read.timeIntervalSince(date)) < 0.000_001, "\(random)")
    }
  }

  @Test("A value cut short at any byte is refused, or is a shorter text, and never traps")
  func truncation() throws {
    func truncate<Value: PostgresEncodable & PostgresDecodable>(_ value: Value, isText: Bool = false) {
      let whole = encoded(value)
      for length in 0..<whole.count {
        let short = cell(Array(whole.prefix(length)), Value.postgresType)
        if isText {
          _ = try? Value(cell: short)
        } else {
          #expect(throws: PostgresError.self) { try Value(cell: short) }
        }
      }
      #expect(throws: PostgresError.self) {
        // One byte too many, for types whose length is fixed; a text may be longer.
        if isText { throw PostgresError(.decoding) }
        _ = try Value(cell: cell(whole + [0], Value.postgresType))
      }
    }
    truncate(true)
    truncate(Int16(7))
    truncate(Int32(7))
    truncate(7)
    truncate(7.5)
    truncate(UUID())
    truncate(Date(timeIntervalSince1970: 0))
    truncate("漏水", isText: true)
    truncate([1, 2, nil] as [Int?])
    truncate(["漏", "水"])
    truncate([[1, 2], [3]] as [[UInt8]])
    truncate([UUID(), UUID()])
  }

  @Test("Random bytes never trap, whatever the type")
  func noise() {
    var random = SeededGenerator()
    let types: [any PostgresDecodable.Type] = [
      Bool.self, Int16.self, Int32.self, Int64.self, Int.self, Double.self, String.self, UUID.self, Date.self,
      [UInt8].self, JSONB.self, [Int].self, [String?].self, [Date].self, [[UInt8]].self, Int?.self,
    ]
    let wire: [PostgresType] = [
      .bool, .int2, .int4, .int8, .float4, .float8, .text, .uuid, .timestamptz, .bytea, .jsonb, .int8Array, .textArray,
    ]
    for _ in 0..<1_000 {
      var bytes = (0..<random.next() % 40).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      // A plausible head of an array brings the noise further in.
      if random.next().isMultiple(of: 2) { bytes.replaceSubrange(0..<0, with: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20]) }
      for type in types {
        _ = try? type.init(cell: cell(bytes, wire[Int(random.next() % UInt64(wire.count))]))
      }
    }
  }

  @Test("A number is read from any width, if it fits")
  func widths() throws {
    #expect(try Int(cell: cell("fffe", .int2)) == -2)
    #expect(try Int16(cell: cell("0000000000000007", .int8)) == 7)
    #expect(throws: PostgresError.self) { try Int16(cell: cell("00010000", .int4)) }
    #expect(try Double(cell: cell("3fc00000", .float4)) == 1.5)
  }

  @Test("A time that is no time is refused on both ways")
  func impossibleTimes() throws {
    #expect(throws: PostgresError.self) { try Date(cell: cell("7fffffffffffffff", .timestamptz)) }
    #expect(throws: PostgresError.self) { try Date(cell: cell("8000000000000000", .timestamptz)) }
    for interval in [Double.infinity, -.infinity, .nan, 1e300] {
      #expect(encoded(Date(timeIntervalSinceReferenceDate: interval)) == bytes("7ffffffffffffffe"))
    }
  }

  @Test("NULL is nil where the type is optional, and an error where it is not")
  func null() throws {
    let null = Cell(statementName: "S", column: "c", type: .text, bytes: nil)
    #expect(try String?(cell: null) == nil)
    #expect(throws: PostgresError.self) { try String(cell: null) }
    #expect(throws: PostgresError.self) { try [UInt8](cell: null) }
  }

  @Test("Text that is not UTF-8 is refused")
  func brokenText() {
    #expect(throws: PostgresError.self) { try String(cell: cell("ff", .text)) }
  }

  private func expect<Value: PostgresEncodable & PostgresDecodable & Equatable>(
    _ value: Value, _ hex: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(encoded(value) == bytes(hex), sourceLocation: sourceLocation)
    #expect(try Value(cell: cell(hex, Value.postgresType)) == value, sourceLocation: sourceLocation)
  }

  private func expectRoundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
    _ value: Value, _ random: SeededGenerator
  ) throws {
    #expect(try Value(cell: cell(of: value)) == value, "\(random)")
  }

  private func cell<Value: PostgresEncodable>(of value: Value) -> Cell {
    cell(encoded(value), Value.postgresType)
  }

  private func cell(_ hex: String, _ type: PostgresType) -> Cell { cell(bytes(hex), type) }

  private func cell(_ bytes: [UInt8], _ type: PostgresType) -> Cell {
    // A slice that does not begin at 0, as in a result.
    Cell(statementName: "Statement", column: "column", type: type, bytes: ([9, 9] + bytes)[2...])
  }

  private func encoded(_ value: some PostgresEncodable) -> [UInt8] {
    var bytes: [UInt8] = []
    value.postgresEncode(into: &bytes)
    return bytes
  }

  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  private func scalar(_ random: inout SeededGenerator) -> Unicode.Scalar {
    Unicode.Scalar(UInt32(random.next() % 0xD7FF)) ?? " "
  }
}
