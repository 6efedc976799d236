package import CRabbitMQ

/// Memory for the C structures of one call into librabbitmq.
///
/// What the arena hands out is valid inside the closure of `scoped` and nowhere else: never store an `amqp_bytes_t`.
package final class WireArena {
  private var pool = amqp_pool_t()

  package init() {
    init_amqp_pool(&self.pool, 4096)
  }

  deinit {
    empty_amqp_pool(&self.pool)
  }

  /// Runs one call, and takes all of its memory back after it.
  package func scoped<Result>(_ call: (WireArena) throws(AMQPError) -> Result) throws(AMQPError) -> Result {
    defer { recycle_amqp_pool(&self.pool) }
    return try call(self)
  }

  func bytes(_ text: String) throws(AMQPError) -> amqp_bytes_t {
    try self.copy(text.utf8, count: text.utf8.count)
  }

  func bytes(_ bytes: [UInt8]) throws(AMQPError) -> amqp_bytes_t {
    try self.copy(bytes, count: bytes.count)
  }

  package func table(_ table: FieldTable) throws(AMQPError) -> amqp_table_t {
    guard !table.isEmpty else { return amqp_empty_table }
    let entries = try self.allocate(amqp_table_entry_t.self, count: table.entries.count)
    for (index, entry) in table.entries.enumerated() {
      let value = amqp_table_entry_t(key: try self.bytes(entry.key), value: try self.value(entry.value))
      (entries + index).initialize(to: value)
    }
    return amqp_table_t(num_entries: Int32(table.entries.count), entries: entries)
  }

  private func value(_ value: FieldValue) throws(AMQPError) -> amqp_field_value_t {
    var field = amqp_field_value_t()
    func set(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(kind.rawValue) }
    switch value {
    case .bool(let flag):
      set(AMQP_FIELD_KIND_BOOLEAN)
      field.value.boolean = flag ? 1 : 0
    case .int8(let number):
      set(AMQP_FIELD_KIND_I8)
      field.value.i8 = number
    case .uint8(let number):
      set(AMQP_FIELD_KIND_U8)
      field.value.u8 = number
    case .int16(let number):
      set(AMQP_FIELD_KIND_I16)
      field.value.i16 = number
    case .uint16(let number):
      set(AMQP_FIELD_KIND_U16)
      field.value.u16 = number
    case .int32(let number):
      set(AMQP_FIELD_KIND_I32)
      field.value.i32 = number
    case .uint32(let number):
      set(AMQP_FIELD_KIND_U32)
      field.value.u32 = number
    case .int64(let number):
      set(AMQP_FIELD_KIND_I64)
      field.value.i64 = number
    case .uint64(let number):
      set(AMQP_FIELD_KIND_U64)
      field.value.u64 = number
    case .float(let number):
      set(AMQP_FIELD_KIND_F32)
      field.value.f32 = number
    case .double(let number):
      set(AMQP_FIELD_KIND_F64)
      field.value.f64 = number
    case .decimal(let scale, let number):
      set(AMQP_FIELD_KIND_DECIMAL)
      field.value.decimal = amqp_decimal_t(decimals: scale, value: number)
    case .string(let text):
      set(AMQP_FIELD_KIND_UTF8)
      field.value.bytes = try self.bytes(text)
    case .bytes(let bytes):
      set(AMQP_FIELD_KIND_BYTES)
      field.value.bytes = try self.bytes(bytes)
    case .timestamp(let seconds):
      set(AMQP_FIELD_KIND_TIMESTAMP)
      field.value.u64 = seconds
    case .table(let table):
      set(AMQP_FIELD_KIND_TABLE)
      field.value.table = try self.table(table)
    case .array(let values):
      set(AMQP_FIELD_KIND_ARRAY)
      field.value.array = try self.array(values)
    case .null:
      set(AMQP_FIELD_KIND_VOID)
    }
    return field
  }

  private func array(_ values: [FieldValue]) throws(AMQPError) -> amqp_array_t {
    guard !values.isEmpty else { return amqp_empty_array }
    let entries = try self.allocate(amqp_field_value_t.self, count: values.count)
    for (index, value) in values.enumerated() {
      (entries + index).initialize(to: try self.value(value))
    }
    return amqp_array_t(num_entries: Int32(values.count), entries: entries)
  }

  private func copy(_ source: some Collection<UInt8>, count: Int) throws(AMQPError) -> amqp_bytes_t {
    guard count > 0 else { return amqp_empty_bytes }
    let memory = try self.allocate(UInt8.self, count: count)
    _ = UnsafeMutableBufferPointer(start: memory, count: count).initialize(from: source)
    return amqp_bytes_t(len: count, bytes: memory)
  }

  private func allocate<Element>(_ type: Element.Type, count: Int) throws(AMQPError) -> UnsafeMutablePointer<Element> {
    // The pool aligns to 8 bytes, which is enough for every structure of librabbitmq.
    guard let memory = amqp_pool_alloc(&self.pool, count * MemoryLayout<Element>.stride) else {
      throw AMQPError(.linkLost, detail: "no memory for a message of the broker link")
    }
    return memory.bindMemory(to: type, capacity: count)
  }
}
