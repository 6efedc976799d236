/// Reads numbers and runs of bytes from the front; nil where there is less than was asked for.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.rest = bytes
  }

  var remaining: Int { self.rest.count }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= self.rest.count else { return nil }
    defer { self.rest = self.rest.dropFirst(count) }
    return self.rest.prefix(count)
  }

  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    guard let bytes = self.bytes(MemoryLayout<Number>.size) else { return nil }
    return bytes.reduce(Number(0)) { ($0 << 8) | Number(truncatingIfNeeded: $1) }
  }
}
