import Foundation
import Messages

/// Where the tool writes: what was asked for to standard output, everything else to standard error.
enum Output {
  static func line(_ text: String = "") {
    print(text)
  }

  static func error(_ text: String) {
    FileHandle.standardError.write(Data("redress: \(text)\n".utf8))
  }

  /// Keys sorted, times in RFC 3339.
  static func json(_ value: some Encodable) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(RFC3339.string(from: date))
    }
    guard let data = try? encoder.encode(value) else {
      throw Failure("The answer cannot be written as JSON.", advice: "Ask again without --json.")
    }
    self.line(String(decoding: data, as: UTF8.self))
  }
}
