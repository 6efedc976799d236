/// A text as a key: two are the same when their bytes are, as for PostgreSQL and for the broker.
///
/// `String` compares what a reader sees: é written as one character equals é written as two. A sender who uses both means
/// two things, and so does the database that keeps them.
package struct ExactText: Sendable, Hashable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = self.text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // No UTF-8 holds this byte: where one text ends and the next begins makes a difference.
    hasher.combine(0xFF as UInt8)
  }
}
