/// The binary format of arrays: dimensions, "has NULLs", element type, then length and lower bound of the one dimension
/// that we use, then each element behind its length, -1 for NULL.
enum ArrayCoding {
  static func encode<Scalar: PostgresScalar>(
    _ elements: some Sequence<Scalar?>, as scalar: Scalar.Type, into bytes: inout [UInt8]
  ) {
    let start = bytes.count
    bytes.append(bigEndian: Int32(1))
    bytes.append(bigEndian: Int32(0))
    bytes.append(bigEndian: Scalar.postgresType.rawValue)
    bytes.append(bigEndian: Int32(0))
    bytes.append(bigEndian: Int32(1))
    var count: Int32 = 0
    for element in elements {
      count += 1
      guard let element else {
        bytes.overwrite(at: start + 4, bigEndian: Int32(1))
        bytes.append(bigEndian: Int32(-1))
        continue
      }
      let place = bytes.count
      bytes.append(bigEndian: Int32(0))
      element.postgresEncode(into: &bytes)
      bytes.overwrite(at: place, bigEndian: Int32(clamping: bytes.count - place - 4))
    }
    bytes.overwrite(at: start + 12, bigEndian: count)
  }

  static func encode<Scalar: PostgresScalar>(
    _ elements: [Scalar], as scalar: Scalar.Type, into bytes: inout [UInt8]
  ) {
    self.encode(elements.lazy.map(Optional.some), as: scalar, into: &bytes)
  }

  static func decode<Element: PostgresDecodable>(_ cell: Cell) throws(PostgresError) -> [Element] {
    var reader = ByteReader(try cell.requiredBytes([Element].self))
    guard let dimensions = reader.integer(Int32.self), reader.integer(Int32.self) != nil,
      let type = reader.integer(UInt32.self)
    else { throw cell.mismatch([Element].self, "the array's head is cut short") }
    if dimensions == 0 { return [] }
    guard dimensions == 1, let count = reader.integer(Int32.self), reader.integer(Int32.self) != nil, count >= 0 else {
      throw cell.mismatch([Element].self, "the array has not one dimension")
    }
    var elements: [Element] = []
    // The count comes from outside; an element takes four bytes at least.
    elements.reserveCapacity(min(Int(count), reader.remaining / 4))
    for _ in 0..<count {
      guard let length = reader.integer(Int32.self) else {
        throw cell.mismatch([Element].self, "an element is missing")
      }
      var element = cell
      element.type = PostgresType(rawValue: type)
      element.bytes = nil
      if length >= 0 {
        guard let bytes = reader.bytes(Int(length)) else {
          throw cell.mismatch([Element].self, "an element is cut short")
        }
        element.bytes = bytes
      }
      elements.append(try Element(cell: element))
    }
    guard reader.remaining == 0 else { throw cell.mismatch([Element].self, "bytes follow the last element") }
    return elements
  }
}
