/// A content type, as far as a reader of JSON has to understand it.
package struct MediaType {
  /// In lower case: `application/json`.
  let name: String
  /// In lower case; nil when the text does not give it.
  private let charset: String?

  package init(_ text: String) {
    // How nearly everybody spells it.
    if text == "application/json" || text == CloudEventsCodec.structuredMediaType {
      self.name = text
      self.charset = nil
      return
    }
    let parts = text.lowercased().split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
    self.name = parts.first ?? ""
    self.charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map {
      $0.dropFirst("charset=".count).filter { $0 != "\"" }
    }
  }

  /// JSON is exchanged in UTF-8 only; `us-ascii` is a part of it.
  var isUTF8: Bool { self.charset.map { ["utf-8", "utf8", "us-ascii"].contains($0) } ?? true }

  package var isJSON: Bool { self.name == "application/json" && self.isUTF8 }

  private static func trimmed(_ part: Substring) -> String {
    String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
