/// HTML into which text can come only escaped: what is interpolated is text, unless it is `Markup` itself.
///
/// `"<td>\(name)</td>"` is therefore safe whatever the name holds, and forgetting to escape does not compile.
package struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
  package let source: String

  private init(trusted source: String) {
    self.source = source
  }

  /// A literal of the program; never to be called with a text.
  package init(stringLiteral value: String) {
    self.init(trusted: value)
  }

  package init(stringInterpolation: StringInterpolation) {
    self.init(trusted: stringInterpolation.source)
  }

  /// One after the other.
  package static func joined(_ parts: [Markup], separator: Markup = "") -> Markup {
    Markup(trusted: parts.map(\.source).joined(separator: separator.source))
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      self.source.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) {
      self.source += literal
    }

    package mutating func appendInterpolation(_ text: String) {
      self.source += Markup.escaped(text)
    }

    package mutating func appendInterpolation(_ number: Int) {
      self.source += String(number)
    }

    package mutating func appendInterpolation(_ markup: Markup) {
      self.source += markup.source
    }

    /// Inside a quoted text of a style sheet, where entities mean nothing: what could end the text is left out.
    package mutating func appendInterpolation(cssText text: String) {
      self.source += text.filter { $0.isLetter || $0.isNumber || "-.:：　 ".contains($0) }
    }
  }

  /// No character of the answer opens a tag, an entity or the end of an attribute; what HTML cannot hold is replaced.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case "\r": continue
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
