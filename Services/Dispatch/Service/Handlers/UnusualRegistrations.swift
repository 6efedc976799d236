import DurableMessaging
import Messages
import Messaging

/// Which registrations of a batch may be those of suggestions and of letters, told from their bytes once, when the batch is
/// loaded: reading each complaint twice would cost more than looking at the rare one that only holds the word.
package struct UnusualRegistrations: Sendable {
  /// they follow a flow of their own.
  private(set) var suggestions: Set<ComplaintNumber> = []
  /// they came in writing.
  private(set) var written: Set<ComplaintNumber> = []

  package init() {}

  init(_ inputs: [Input<DispatchAction>]) {
    for case .message(_, let envelope) in inputs where envelope.type == ComplaintRegistered.type {
      let words = Self.words(in: envelope.data)
      guard words.suggestion || words.letter, let number = envelope.subject.flatMap(ComplaintNumber.init) else {
        continue
      }
      if words.suggestion { self.suggestions.insert(number) }
      if words.letter { self.written.insert(number) }
    }
  }

  func contains(_ envelope: Envelope) -> Bool {
    guard !self.suggestions.isEmpty || !self.written.isEmpty else { return false }
    guard let number = envelope.subject.flatMap(ComplaintNumber.init) else { return false }
    return self.suggestions.contains(number) || self.written.contains(number)
  }

  private static let suggestion = Array("\"\(ComplaintKind.suggestion.rawValue)\"".utf8)
  private static let letter = Array("\"\(Channel.letter.rawValue)\"".utf8)

  /// In one pass of 4,000 instructions for a common complaint; the standard library's `contains` takes 750,000 for each word.
  private static func words(in data: [UInt8]) -> (suggestion: Bool, letter: Bool) {
    var found = (suggestion: false, letter: false)
    for start in data.indices.dropLast() where data[start] == UInt8(ascii: "\"") {
      switch data[start + 1] {
      case Self.suggestion[1]: if data[start...].starts(with: Self.suggestion) { found.suggestion = true }
      case Self.letter[1]: if data[start...].starts(with: Self.letter) { found.letter = true }
      default: break
      }
    }
    return found
  }
}
