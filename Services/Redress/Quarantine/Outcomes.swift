import ArgumentParser
import Presentation

/// What became of each message that somebody decided about.
struct Outcomes {
  private struct Line: Encodable {
    let id: String
    let outcome: String
    let isGood: Bool
  }

  private let asksForJSON: Bool
  private var lines: [Line] = []
  private var table = TextTable([("ID", .leading), ("结果 OUTCOME", .leading)])

  init(asksFor json: Bool) {
    self.asksForJSON = json
  }

  mutating func add(_ id: MessageID, _ outcome: String, _ text: String, isGood: Bool) {
    self.lines.append(Line(id: "\(id)", outcome: outcome, isGood: isGood))
    self.table.add(["\(id)", text])
  }

  /// Prints all.
  /// - Throws: `ExitCode(1)` when one is not as it should be.
  func finish() throws {
    if self.asksForJSON {
      try Output.json(self.lines)
    } else {
      Output.line(self.lines.isEmpty ? "没有可处理的消息 There was nothing to do." : self.table.text)
    }
    if !self.lines.allSatisfy(\.isGood) { throw ExitCode(1) }
  }
}
