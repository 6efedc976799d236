import ArgumentParser

struct QuarantineDiscard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Give messages up: their bytes are deleted, who decided so and why is kept.",
    discussion: """
      Each is tried, whatever becomes of the others. Exit 0 when all were discarded, 1 when one is not in quarantine, 2 when \
      a service could not be asked.
      """)

  @Argument(help: ArgumentHelp("As `quarantine list` shows them.", valueName: "service/number"))
  var ids: [MessageID]
  @Option(help: "Why; it is written down.")
  var reason: String
  @OptionGroup var services: ServiceOptions
  @OptionGroup var operating: PersonOption
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard !self.reason.isEmpty else { throw ValidationError("--reason must say something.") }
  }

  func run() async throws {
    let person = try self.operating.person()
    let desk = try self.services.desk(of: Set(self.ids.map(\.service)))
    var outcomes = Outcomes(asksFor: self.json)
    for id in self.ids {
      let isDiscarded = await outcomes.attempt(id) { () async throws(Failure) in
        try await desk.discard(id, by: person, reason: self.reason)
      }
      switch isDiscarded {
      case true?: outcomes.add(id, "discarded", "已放弃 discarded", isGood: true)
      case false?: outcomes.add(id, "not-there", "不在隔离区 not in quarantine", isGood: false)
      case nil: break
      }
    }
    try outcomes.finish()
  }
}
