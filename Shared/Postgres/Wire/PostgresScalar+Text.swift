extension String: PostgresScalar {
  package static var postgresType: PostgresType { .text }
  package static var postgresArrayType: PostgresType { .textArray }

  package func postgresEncode(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: self.utf8)
  }

  package init(cell: Cell) throws(PostgresError) {
    let bytes = try cell.requiredBytes(Self.self)
    switch cell.type {
    case .text, .varchar, .bpchar, .name, .json, .unknown: break
    case let type where type.rawValue >= PostgresType.firstOfUsers.rawValue: break
    default: throw cell.mismatch(Self.self, "another type; cast it in the statement")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw cell.mismatch(Self.self, "the text is not UTF-8")
    }
    self = text
  }
}
