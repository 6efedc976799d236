package import CRabbitMQ

extension FieldTable {
  /// Copies a decoded C table. Nothing in it is believed: not its text, not its depth.
  package init(_ table: amqp_table_t) {
    self.init(table, depthLeft: FieldTable.maximumDepth)
  }

  fileprivate init(_ table: amqp_table_t, depthLeft: Int) {
    let entries = UnsafeBufferPointer(start: table.entries, count: Int(max(0, table.num_entries)))
    self.init(entries.map { Entry(String(wire: $0.key), FieldValue($0.value, depthLeft: depthLeft - 1)) })
  }
}

extension FieldValue {
  fileprivate init(_ field: amqp_field_value_t, depthLeft: Int) {
    switch amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
    case AMQP_FIELD_KIND_BOOLEAN: self = .bool(field.value.boolean != 0)
    case AMQP_FIELD_KIND_I8: self = .int8(field.value.i8)
    case AMQP_FIELD_KIND_U8: self = .uint8(field.value.u8)
    case AMQP_FIELD_KIND_I16: self = .int16(field.value.i16)
    case AMQP_FIELD_KIND_U16: self = .uint16(field.value.u16)
    case AMQP_FIELD_KIND_I32: self = .int32(field.value.i32)
    case AMQP_FIELD_KIND_U32: self = .uint32(field.value.u32)
    case AMQP_FIELD_KIND_I64: self = .int64(field.value.i64)
    case AMQP_FIELD_KIND_U64: self = .uint64(field.value.u64)
    case AMQP_FIELD_KIND_F32: self = .float(field.value.f32)
    case AMQP_FIELD_KIND_F64: self = .double(field.value.f64)
    case AMQP_FIELD_KIND_DECIMAL:
      self = .decimal(scale: field.value.decimal.decimals, value: field.value.decimal.value)
    case AMQP_FIELD_KIND_UTF8:
      let bytes = [UInt8](wire: field.value.bytes)
      self = String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
    case AMQP_FIELD_KIND_BYTES: self = .bytes([UInt8](wire: field.value.bytes))
    case AMQP_FIELD_KIND_TIMESTAMP: self = .timestamp(field.value.u64)
    case AMQP_FIELD_KIND_TABLE where depthLeft > 0:
      self = .table(FieldTable(field.value.table, depthLeft: depthLeft))
    case AMQP_FIELD_KIND_ARRAY where depthLeft > 0:
      let array = field.value.array
      let entries = UnsafeBufferPointer(start: array.entries, count: Int(max(0, array.num_entries)))
      self = .array(entries.map { FieldValue($0, depthLeft: depthLeft - 1) })
    default: self = .null
    }
  }
}

extension [UInt8] {
  init(wire bytes: amqp_bytes_t) {
    self.init(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len))
  }
}

extension String {
  /// Text of the protocol; bytes that are not UTF-8 become replacement characters.
  init(wire bytes: amqp_bytes_t) {
    let buffer = UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
    self.init(decoding: buffer, as: UTF8.self)
  }
}
