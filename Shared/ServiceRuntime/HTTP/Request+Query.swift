package import Hummingbird
package import Messages

extension Request {
  /// One of the words that a query may say; nil when it says nothing.
  /// - Throws: ``Rejected`` with the words, for any other.
  package func word<Word: RawRepresentable<String>>(
    _ name: String, oneOf words: [Word]
  ) throws(Rejected) -> Word? {
    guard let given = self.uri.queryParameters[name[...]] else { return nil }
    guard let word = words.first(where: { $0.rawValue == given }) else {
      let known = words.map(\.rawValue).joined(separator: ", ")
      throw Rejected(name, .unknownValue, "Must be one of: \(known).")
    }
    return word
  }
}
