/// Any JSON text, as its sender wrote it: members in their order, repeated names kept, numbers as their digits.
///
/// Outside bodies are read through this instead of `Decodable`, which stops at the first fault, keeps the last of two
/// members of the same name without a word, and takes UTF-16 for UTF-8.
package enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  /// The digits as they were written: nothing is rounded and nothing overflows.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// - Throws: ``Rejected`` with `not-utf8` or `not-json` and the position; also for more than 64 levels of nesting.
  package init(_ body: [UInt8]) throws(Rejected) {
    var parser = try JSONParser(body)
    self = try parser.document()
  }

  /// The value when it is a whole number that fits.
  package var integer: Int64? {
    if case .number(let digits) = self { Int64(digits) } else { nil }
  }

  /// What it is, in words for a sender: `a string`.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object.
package struct JSONObject: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package let name: String
    package let value: JSONValue
    /// Where the value stands in the bytes that were read; no part of what it says.
    package let range: Range<Int>

    package init(name: String, value: JSONValue, range: Range<Int> = 0..<0) {
      self.name = name
      self.value = value
      self.range = range
    }

    package static func == (left: Member, right: Member) -> Bool {
      left.name == right.name && left.value == right.value
    }
  }

  package let members: [Member]

  package init(members: [Member] = []) {
    self.members = members
  }

  /// The members of this name: one, unless the sender has repeated it or left it out.
  package func members(named name: String) -> [Member] {
    self.members.filter { $0.name == name }
  }
}
