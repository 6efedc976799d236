/// Names and values in the order of the wire: message headers, queue arguments.
package struct FieldTable: Sendable, Hashable {
  /// One name with its value.
  package struct Entry: Sendable, Hashable {
    package var key: String
    package var value: FieldValue

    package init(_ key: String, _ value: FieldValue) {
      self.key = key
      self.value = value
    }
  }

  /// Tables and arrays nested deeper than this are neither written nor read: a sender decides how deep a table is, and a
  /// reader that follows it all the way down runs out of stack.
  package static let maximumDepth = 32

  package private(set) var entries: [Entry]

  package init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  package var isEmpty: Bool { self.entries.isEmpty }

  /// The first value of this name. Setting replaces it in its place, or appends it; setting nil removes every one.
  package subscript(key: String) -> FieldValue? {
    get { self.entries.first { $0.key == key }?.value }
    set {
      guard let newValue else {
        self.entries.removeAll { $0.key == key }
        return
      }
      if let index = self.entries.firstIndex(where: { $0.key == key }) {
        self.entries[index].value = newValue
      } else {
        self.entries.append(Entry(key, newValue))
      }
    }
  }
}

extension FieldTable: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, FieldValue)...) {
    self.init(elements.map { Entry($0.0, $0.1) })
  }
}

extension FieldTable: CustomStringConvertible {
  /// `[name: value, …]`. For queue arguments; a message's headers may hold what must not be logged.
  package var description: String {
    let pairs = self.entries.map { entry in
      switch entry.value {
      case .string(let text): "\(entry.key): \"\(text)\""
      case .int32(let number): "\(entry.key): \(number)"
      case .int64(let number): "\(entry.key): \(number)"
      case .bool(let flag): "\(entry.key): \(flag)"
      default: "\(entry.key): \(entry.value)"
      }
    }
    return "[\(pairs.joined(separator: ", "))]"
  }
}

extension FieldTable {
  /// The bytes this table takes on the wire, its length octets included.
  var wireSize: Int {
    4 + self.entries.reduce(0) { $0 + 2 + $1.key.utf8.count + $1.value.wireSize }
  }

  /// How deep tables and arrays are nested; 1 for a flat table.
  var depth: Int {
    1 + (self.entries.lazy.map(\.value.depth).max() ?? 0)
  }

  /// Every name, here and below, fits the protocol's length octet.
  var hasOnlyShortKeys: Bool {
    self.entries.allSatisfy { $0.key.utf8.count <= ShortString.limit && $0.value.hasOnlyShortKeys }
  }
}

extension FieldValue {
  fileprivate var hasOnlyShortKeys: Bool {
    switch self {
    case .table(let table): table.hasOnlyShortKeys
    case .array(let values): values.allSatisfy(\.hasOnlyShortKeys)
    default: true
    }
  }
}
