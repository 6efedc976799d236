import ArgumentParser
import Messages
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
  private var failures: [Failure] = []
  /// Services that cannot be asked: each is tried once, so that many messages of one that has stopped do not cost its time
  /// limit each.
  private var outOfReach: Set<Service> = []

  init(asksFor json: Bool, failures: [Failure] = []) {
    self.asksForJSON = json
    self.failures = failures
  }

  mutating func add(_ id: MessageID, _ outcome: String, _ text: String, isGood: Bool) {
    self.lines.append(Line(id: "\(id)", outcome: outcome, isGood: isGood))
    self.table.add(["\(id)", text])
  }

  /// Does one thing about a message. What goes wrong is the message's outcome, and the next one is still tried.
  /// - Returns: nil when it could not be done, which is noted already.
  mutating func attempt<Answer>(
    _ id: MessageID, _ work: () async throws(Failure) -> Answer
  ) async -> Answer? {
    guard !self.outOfReach.contains(id.service) else {
      self.add(id, "not-tried", "未尝试 not tried: \(id.service.rawValue) does not answer", isGood: false)
      return nil
    }
    do throws(Failure) {
      return try await work()
    } catch {
      if error.isOutOfReach { self.outOfReach.insert(id.service) }
      if !self.failures.contains(error) { self.failures.append(error) }
      self.add(id, "failed", "失败 failed: \(QuarantineText.safe(error.problem))", isGood: false)
      return nil
    }
  }

  /// Prints all.
  /// - Parameter nothing: what to say when there was no message to decide about.
  /// - Throws: `ExitCode(2)` when something could not be looked at or done, else `ExitCode(1)` when one is not as it
  ///   should be.
  func finish(nothing: String = "没有可处理的消息 There was nothing to do.") throws {
    if self.asksForJSON {
      try Output.json(self.lines)
    } else if !self.lines.isEmpty {
      Output.line(self.table.text)
    } else if self.failures.isEmpty {
      Output.line(nothing)
    }
    for failure in self.failures { Output.error("\(failure)") }
    guard self.failures.isEmpty else { throw ExitCode(2) }
    if !self.lines.allSatisfy(\.isGood) { throw ExitCode(1) }
  }
}
