extension Array: PostgresScalar, PostgresArrayElement where Element == UInt8 {
  package static var postgresArrayType: PostgresType { .byteaArray }
}

extension UInt8: PostgresArrayElement {
  package static var postgresTypeOfArray: PostgresType { .bytea }

  package static func postgresEncode(_ array: [UInt8], into bytes: inout [UInt8]) {
    bytes.append(contentsOf: array)
  }

  package static func postgresDecodeArray(_ cell: Cell) throws(PostgresError) -> [UInt8] {
    guard cell.type == .bytea else { throw cell.mismatch([UInt8].self, "another type; cast it in the statement") }
    return Array(try cell.requiredBytes([UInt8].self))
  }
}
