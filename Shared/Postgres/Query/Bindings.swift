/// The parameters of one execution, already in the server's format.
package struct Bindings: Sendable {
  /// PostgreSQL counts parameters in 16 bits.
  static let mostParameters = 65_535
  /// The most bytes that PostgreSQL takes in one value.
  static let mostBytes = 1 << 30

  private(set) var types: [PostgresType] = []
  /// Where each value lies in `bytes`; nil is NULL.
  private(set) var ranges: [Range<Int>?] = []
  /// Begins with a byte of no meaning: to libpq a value is NULL if its address is, and an empty array need not have one.
  private(set) var bytes: [UInt8] = [0]

  init() {}

  package mutating func append<T: PostgresEncodable>(_ value: T) {
    let start = self.bytes.count
    value.postgresEncode(into: &self.bytes)
    self.types.append(T.postgresType)
    self.ranges.append(start..<self.bytes.count)
  }

  /// Nil becomes NULL.
  package mutating func append<T: PostgresEncodable>(_ value: T?) {
    if let value {
      self.append(value)
    } else {
      self.types.append(T.postgresType)
      self.ranges.append(nil)
    }
  }

  var isTooLarge: Bool {
    self.ranges.count > Self.mostParameters || self.bytes.count > Self.mostBytes
  }
}
