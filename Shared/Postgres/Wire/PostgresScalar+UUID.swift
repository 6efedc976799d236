package import FoundationEssentials

extension UUID: PostgresScalar {
  package static var postgresType: PostgresType { .uuid }
  package static var postgresArrayType: PostgresType { .uuidArray }

  package func postgresEncode(into bytes: inout [UInt8]) {
    withUnsafeBytes(of: self.uuid) { bytes.append(contentsOf: $0) }
  }

  package init(cell: Cell) throws(PostgresError) {
    var value = try cell.fixed(UInt128.self, of: .uuid, expected: Self.self).bigEndian
    self = withUnsafeBytes(of: &value) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
