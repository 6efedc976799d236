/// Writes JSON text without white space, byte by byte: what is stored or sent for every message must cost little, and
/// Foundation's encoder took a third of the processor time that registering a complaint needs.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// The next member or element is preceded by a comma.
  private var needsComma = false

  package init(reserving count: Int = 256) {
    self.bytes.reserveCapacity(count)
  }

  package mutating func beginObject() { self.begin(UInt8(ascii: "{")) }
  package mutating func endObject() { self.end(UInt8(ascii: "}")) }
  package mutating func beginArray() { self.begin(UInt8(ascii: "[")) }
  package mutating func endArray() { self.end(UInt8(ascii: "]")) }

  /// The name of the member whose value comes next.
  package mutating func name(_ name: String) {
    self.string(name)
    self.bytes.append(UInt8(ascii: ":"))
    self.needsComma = false
  }

  package mutating func string(_ text: String) {
    self.separate()
    self.bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        self.bytes.append(contentsOf: utf8[start..<index])
        self.escape(byte)
        start = index + 1
      }
      self.bytes.append(contentsOf: utf8[start...])
    }
    self.bytes.append(UInt8(ascii: "\""))
  }

  package mutating func boolean(_ flag: Bool) { self.word(flag ? "true" : "false") }
  /// The digits of a number as somebody has written them.
  package mutating func verbatim(_ digits: String) { self.word(digits) }
  package mutating func null() { self.word("null") }
  package mutating func integer(_ number: some BinaryInteger) { self.word(String(number)) }

  /// A finite number, in the fewest digits that give it back.
  package mutating func number(_ number: Double) {
    let text = number.description
    self.word(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func word(_ text: String) {
    self.separate()
    self.bytes.append(contentsOf: text.utf8)
  }

  private mutating func begin(_ bracket: UInt8) {
    self.separate()
    self.bytes.append(bracket)
    self.needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    self.bytes.append(bracket)
    self.needsComma = true
  }

  private mutating func separate() {
    if self.needsComma { self.bytes.append(UInt8(ascii: ",")) }
    self.needsComma = true
  }

  private mutating func escape(_ byte: UInt8) {
    self.bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: self.bytes.append(UInt8(ascii: "b"))
    case 0x09: self.bytes.append(UInt8(ascii: "t"))
    case 0x0A: self.bytes.append(UInt8(ascii: "n"))
    case 0x0C: self.bytes.append(UInt8(ascii: "f"))
    case 0x0D: self.bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.bytes.append(byte)
    default:
      let digits = Array("0123456789abcdef".utf8)
      self.bytes.append(contentsOf: "u00".utf8)
      self.bytes.append(digits[Int(byte >> 4)])
      self.bytes.append(digits[Int(byte & 0xF)])
    }
  }
}
