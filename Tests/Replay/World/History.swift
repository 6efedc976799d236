import Foundation

/// What has happened in a run. Its digest is counted always, its lines are written only when somebody will read them.
struct History {
  private let isWritten: Bool
  private(set) var lines: [String] = []
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var count = 0

  init(isWritten: Bool) {
    self.isWritten = isWritten
  }

  mutating func note(
    _ now: Span, _ actor: String, _ subject: String, _ what: String, _ detail: @autoclosure () -> String
  ) {
    self.count += 1
    self.mix(UInt64(bitPattern: Int64(now)))
    self.mix(actor)
    self.mix(subject)
    self.mix(what)
    guard self.isWritten else { return }
    let detail = detail()
    self.lines.append(
      "\(Self.time(now))  \(Self.padded(actor, 11)) \(what)\(subject.isEmpty ? "" : " " + subject)\(detail.isEmpty ? "" : "  " + detail)"
    )
  }

  private mutating func mix(_ text: String) {
    for byte in text.utf8 { self.digest = (self.digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private mutating func mix(_ number: UInt64) {
    self.digest = (self.digest ^ number) &* 0x100_0000_01b3
  }

  private static func time(_ span: Span) -> String {
    let clock = [span / .hour % 24, span / .minute % 60, span / .second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return Self.padded("day \(span / .day)", 7) + " " + clock.joined(separator: ":") + "."
      + String(String(span % .second + 1_000).dropFirst())
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
