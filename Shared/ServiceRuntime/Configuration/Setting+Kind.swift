import Messages

extension Setting {
  /// What a value must look like.
  package enum Kind: Sendable {
    case text
    case integer(ClosedRange<Int>)
    /// A whole number and a unit: `500ms`, `20s`, `5m`, `2h`.
    case duration
    /// RFC 3339, with an offset.
    case instant
    case choice([String])
    case url(schemes: [String])

    /// What was expected, when `text` is not it: completes "… is not".
    func expectation(unmetBy text: String) -> String? {
      let isMet =
        switch self {
        case .text: !text.isEmpty
        case .integer(let range): Int(text).map(range.contains) ?? false
        case .duration: Duration(configurationText: text) != nil
        case .instant: RFC3339.date(from: text) != nil
        case .choice(let words): words.contains(text)
        case .url(let schemes): schemes.contains { text.hasPrefix("\($0)://") && text.count > $0.count + 3 }
        }
      if isMet { return nil }
      if case .url(let schemes) = self, let scheme = schemes.first(where: { text.hasPrefix("\($0)s://") }) {
        return "\(self.expectation); TLS (\(scheme)s) is not offered, put a tunnel or a private network before it"
      }
      return self.expectation
    }

    private var expectation: String {
      switch self {
      case .text: "a text of at least one character"
      case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .duration: "a duration such as 500ms, 20s, 5m or 2h"
      case .instant: "a time with an offset such as 2023-01-01T00:00:00+08:00"
      case .choice(let words): "one of \(words.joined(separator: ", "))"
      case .url(let schemes): "a URL that begins with \(schemes.map { "\($0)://" }.joined(separator: " or "))"
      }
    }
  }
}
