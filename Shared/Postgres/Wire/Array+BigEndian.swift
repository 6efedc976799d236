extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { self.append(contentsOf: $0) }
  }

  /// Puts a number where room was left for it.
  mutating func overwrite<Number: FixedWidthInteger>(at index: Int, bigEndian value: Number) {
    Swift.withUnsafeBytes(of: value.bigEndian) { bytes in
      for (offset, byte) in bytes.enumerated() { self[index + offset] = byte }
    }
  }
}
