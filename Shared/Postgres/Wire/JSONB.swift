/// A `jsonb` value as the bytes of its JSON text; the server checks that they are JSON.
package struct JSONB: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}

extension JSONB: PostgresScalar {
  package static var postgresType: PostgresType { .jsonb }
  package static var postgresArrayType: PostgresType { .jsonbArray }

  /// The format's version, the only one there is.
  private static let version: UInt8 = 1

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(Self.version)
    bytes.append(contentsOf: self.bytes)
  }

  package init(cell: Cell) throws(PostgresError) {
    let bytes = try cell.requiredBytes(Self.self)
    switch cell.type {
    case .json: self.init(Array(bytes))
    case .jsonb where bytes.first == Self.version: self.init(Array(bytes.dropFirst()))
    default: throw cell.mismatch(Self.self, "another type, or another version of jsonb's format")
    }
  }
}
