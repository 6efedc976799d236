import ArgumentParser
import Messages

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recount over all five services what must hold; exit 0 clean, 1 findings, 2 could not look.",
    discussion: """
      Reads the five schemas in one snapshot. Messages are always under way between services, so that one look may see \
      a case half-way; a finding counts only when every look of the grace period has seen it. A clean system answers at \
      once. A system whose services have just been down needs a longer grace period, or has to catch up first.

      Invariants: \(Invariant.all.map(\.rawValue).joined(separator: ", ")).
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var broker: BrokerOption
  @Option(help: "Seconds that something may be under way before it counts as a finding.")
  var grace: Double = 10
  @Option(help: "An invariant to leave out; may be given several times.")
  var except: [String] = []
  @Option(help: "How many findings of an invariant the table shows.")
  var limit: Int = 20
  @Flag(help: "For programs: all findings and what was counted.")
  var json = false

  func validate() throws {
    guard self.grace.isFinite, (0...86_400).contains(self.grace) else {
      throw ValidationError("--grace is a number of seconds from 0 to 86400.")
    }
    guard self.limit > 0 else { throw ValidationError("--limit is at least 1.") }
    let unknown = self.except.filter { !Invariant($0).isKnown }
    guard unknown.isEmpty else {
      throw ValidationError(
        "No invariant is called \(unknown.joined(separator: ", ")); "
          + "there are \(Invariant.all.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  func run() async throws {
    let verification = Verification(
      grace: .seconds(self.grace), excepted: Set(self.except.map { Invariant($0) }),
      deadLetters: try self.broker.deadLetters())
    let report = try await self.database.open { try await verification.run(in: $0) }
    if self.json {
      try Output.json(report)
    } else {
      Output.line(report.text(limit: self.limit))
    }
    if !report.isClean { throw ExitCode(1) }
  }
}
