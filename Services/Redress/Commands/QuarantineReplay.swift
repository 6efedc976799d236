import ArgumentParser
import DurableMessaging
import Foundation

struct QuarantineReplay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Have messages handled once more, after what was wrong has been mended.",
    discussion: """
      Waits for the outcome; each is tried, whatever becomes of the others. Exit 0 when all were handled, 1 when one was \
      refused again, is not handled yet or is not there, 2 when a service could not be asked.
      """)

  @Argument(help: ArgumentHelp("As `quarantine list` shows them.", valueName: "service/number"))
  var ids: [MessageID] = []
  @Flag(help: "All that are in quarantine; with --code and --service those.")
  var all = false
  @Option(help: "With --all: only what lies there for this reason.")
  var code: String?
  @OptionGroup var services: ServiceOptions
  @OptionGroup var operating: PersonOption
  @Option(help: "Why; it is written down.")
  var reason: String?
  @Option(help: "Seconds to wait for the outcome of each.")
  var wait: Double = 15
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard self.all != !self.ids.isEmpty else { throw ValidationError("Name messages, or say --all.") }
    guard self.code == nil || self.all else { throw ValidationError("--code goes with --all.") }
    guard self.wait.isFinite, (0...3600).contains(self.wait) else {
      throw ValidationError("--wait is a number of seconds from 0 to 3600.")
    }
  }

  func run() async throws {
    let person = try self.operating.person()
    let desk = try self.services.desk(of: self.all ? nil : Set(self.ids.map(\.service)))
    let listing = self.all ? await desk.list() : QuarantineDesk.Listing()
    let ids =
      self.all ? listing.messages.filter { $0.entry.isBecause(of: self.code) }.map(\.id) : self.ids
    var outcomes = Outcomes(asksFor: self.json, failures: listing.failures)
    // All first, so that they are handled while the first outcomes are waited for.
    var replayed: [MessageID] = []
    for id in ids {
      let isReplayed = await outcomes.attempt(id) { () async throws(Failure) in
        try await desk.replay(id, by: person, reason: self.reason)
      }
      switch isReplayed {
      case true?: replayed.append(id)
      case false?: outcomes.add(id, "not-there", "不在隔离区 not in quarantine", isGood: false)
      case nil: break
      }
    }
    for id in replayed {
      let outcome = await outcomes.attempt(id) { () async throws(Failure) in
        try await desk.outcome(of: id, within: .seconds(self.wait))
      }
      switch outcome {
      case nil: break
      case .some(nil): outcomes.add(id, "waiting", "not handled yet", isGood: false)
      case let entry?? where entry.state == "processed":
        outcomes.add(id, "handled", "已处理 handled", isGood: true)
      case let entry?? where entry.state == "quarantined":
        outcomes.add(id, "refused", "又被隔离 refused again: \(QuarantineText.reason(entry))", isGood: false)
      case let entry??: outcomes.add(id, entry.state, "not handled yet: \(entry.state)", isGood: false)
      }
    }
    try outcomes.finish(
      nothing: QuarantineText.nothing(of: listing.messages.count, code: self.code, services: self.services.service))
  }
}
