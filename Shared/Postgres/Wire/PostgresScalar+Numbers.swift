extension Bool: PostgresScalar {
  package static var postgresType: PostgresType { .bool }
  package static var postgresArrayType: PostgresType { .boolArray }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(self ? 1 : 0)
  }

  package init(cell: Cell) throws(PostgresError) {
    self = try cell.fixed(UInt8.self, of: .bool, expected: Self.self) != 0
  }
}

extension Int16: PostgresScalar {
  package static var postgresType: PostgresType { .int2 }
  package static var postgresArrayType: PostgresType { .int2Array }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  package init(cell: Cell) throws(PostgresError) {
    self = try cell.integer(Self.self)
  }
}

extension Int32: PostgresScalar {
  package static var postgresType: PostgresType { .int4 }
  package static var postgresArrayType: PostgresType { .int4Array }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  package init(cell: Cell) throws(PostgresError) {
    self = try cell.integer(Self.self)
  }
}

extension Int64: PostgresScalar {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self)
  }

  package init(cell: Cell) throws(PostgresError) {
    self = try cell.integer(Self.self)
  }
}

extension Int: PostgresScalar {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int64(self))
  }

  package init(cell: Cell) throws(PostgresError) {
    self = try cell.integer(Self.self)
  }
}

extension Double: PostgresScalar {
  package static var postgresType: PostgresType { .float8 }
  package static var postgresArrayType: PostgresType { .float8Array }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: self.bitPattern)
  }

  package init(cell: Cell) throws(PostgresError) {
    if cell.type == .float4 {
      self = Double(Float(bitPattern: try cell.fixed(UInt32.self, of: .float4, expected: Self.self)))
    } else {
      self = Double(bitPattern: try cell.fixed(UInt64.self, of: .float8, expected: Self.self))
    }
  }
}
