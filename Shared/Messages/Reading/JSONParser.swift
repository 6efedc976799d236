/// Reads JSON (RFC 8259) from outside: never traps, and recurses no deeper than `maximumDepth`.
struct JSONParser {
  /// The contract nests three levels; the limit keeps 10,000 brackets off the stack of whichever thread reads them.
  static let maximumDepth = 64

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) throws(Rejected) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejected("", .notUTF8, "The text is not UTF-8.")
    }
    self.bytes = bytes
  }

  mutating func document() throws(Rejected) -> JSONValue {
    // A byte order mark is no JSON, but editors and .NET write it, and RFC 8259 section 8.1 lets a reader skip it.
    if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { self.position = 3 }
    self.skipWhiteSpace()
    let value = try self.value(depth: 0)
    self.skipWhiteSpace()
    guard self.position == self.bytes.count else { throw self.broken("text after the end of the value") }
    return value
  }

  private mutating func value(depth: Int) throws(Rejected) -> JSONValue {
    guard depth <= Self.maximumDepth else { throw self.broken("more than \(Self.maximumDepth) levels of nesting") }
    guard let first = self.peek else { throw self.broken("the text ends too early") }
    switch first {
    case UInt8(ascii: "{"): return .object(JSONObject(members: try self.members(depth: depth)))
    case UInt8(ascii: "["): return .array(try self.elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try self.string())
    case UInt8(ascii: "t"): return try self.word("true", .boolean(true))
    case UInt8(ascii: "f"): return try self.word("false", .boolean(false))
    case UInt8(ascii: "n"): return try self.word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try self.number())
    default: throw self.broken("no value begins like this")
    }
  }

  private mutating func members(depth: Int) throws(Rejected) -> [JSONObject.Member] {
    var members: [JSONObject.Member] = []
    self.position += 1
    self.skipWhiteSpace()
    if self.take(UInt8(ascii: "}")) { return members }
    repeat {
      self.skipWhiteSpace()
      guard self.peek == UInt8(ascii: "\"") else { throw self.broken("a field name in quotation marks is expected") }
      let name = try self.string()
      self.skipWhiteSpace()
      guard self.take(UInt8(ascii: ":")) else { throw self.broken("a colon is expected") }
      self.skipWhiteSpace()
      let start = self.position
      let value = try self.value(depth: depth + 1)
      members.append(JSONObject.Member(name: name, value: value, range: start..<self.position))
      self.skipWhiteSpace()
    } while self.take(UInt8(ascii: ","))
    guard self.take(UInt8(ascii: "}")) else { throw self.broken("a comma or } is expected") }
    return members
  }

  private mutating func elements(depth: Int) throws(Rejected) -> [JSONValue] {
    var elements: [JSONValue] = []
    self.position += 1
    self.skipWhiteSpace()
    if self.take(UInt8(ascii: "]")) { return elements }
    repeat {
      self.skipWhiteSpace()
      elements.append(try self.value(depth: depth + 1))
      self.skipWhiteSpace()
    } while self.take(UInt8(ascii: ","))
    guard self.take(UInt8(ascii: "]")) else { throw self.broken("a comma or ] is expected") }
    return elements
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Rejected) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard self.take(word.utf8Start[index]) else { throw self.broken("true, false or null is expected") }
    }
    return value
  }

  private mutating func number() throws(Rejected) -> String {
    let start = self.position
    _ = self.take(UInt8(ascii: "-"))
    if !self.take(UInt8(ascii: "0")) { try self.digits() }
    if self.take(UInt8(ascii: ".")) { try self.digits() }
    if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
      if !self.take(UInt8(ascii: "+")) { _ = self.take(UInt8(ascii: "-")) }
      try self.digits()
    }
    return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
  }

  private mutating func digits() throws(Rejected) {
    let start = self.position
    while let byte = self.peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.position += 1 }
    guard self.position > start else { throw self.broken("a digit is expected") }
  }

  private mutating func string() throws(Rejected) -> String {
    self.position += 1
    var text = ""
    var start = self.position
    while let byte = self.peek {
      switch byte {
      case UInt8(ascii: "\""):
        let rest = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        self.position += 1
        return text.isEmpty ? rest : text + rest
      case UInt8(ascii: "\\"):
        text += String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        text.unicodeScalars.append(try self.escaped())
        start = self.position
      case 0..<0x20:
        throw self.broken("a control character in a string must be escaped")
      default:
        self.position += 1
      }
    }
    throw self.broken("a string does not end")
  }

  private mutating func escaped() throws(Rejected) -> Unicode.Scalar {
    self.position += 1
    let letter = self.peek
    self.position += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try self.unicodeEscape()
    default: throw self.broken("an escape that JSON does not know")
    }
  }

  private mutating func unicodeEscape() throws(Rejected) -> Unicode.Scalar {
    let first = try self.hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), self.take(UInt8(ascii: "\\")), self.take(UInt8(ascii: "u")) else {
      throw self.broken("half of a surrogate pair")
    }
    let second = try self.hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw self.broken("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(Rejected) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = self.peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw self.broken("four hexadecimal digits are expected")
      }
      number = number << 4 + UInt32(digit)
      self.position += 1
    }
    return number
  }

  private var peek: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard self.peek == byte else { return false }
    self.position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = self.peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.position += 1 }
  }

  private func broken(_ reason: String) -> Rejected {
    Rejected("", .notJSON, "Not JSON at byte \(self.position): \(reason).")
  }
}
