import ArgumentParser
import DurableMessaging
import Foundation
import Messages

struct QuarantineList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Everything in quarantine, by service and in order of arrival.",
    discussion: """
      With a broker's address it also says what lies among the broker's dead letters, on standard error. Exit 0, also when messages are there; 2 when a service could not be asked: what the others have is listed all the same.
      """)

  @OptionGroup var services: ServiceOptions
  @OptionGroup var broker: BrokerOption
  @Option(help: "Only what lies there for this reason, for example unknown-project.")
  var code: String?
  @Flag(help: "For programs.")
  var json = false

  func run() async throws {
    let deadLetters = try self.broker.deadLetters()
    let listing = try await self.services.desk().list()
    let listed = listing.messages.filter { $0.entry.isBecause(of: self.code) }
    if self.json {
      try Output.json(listed.map { Line(id: "\($0.id)", message: $0.entry) })
    } else if !listed.isEmpty {
      Output.line(QuarantineText.list(listed))
    } else if listing.failures.isEmpty {
      Output.line(
        QuarantineText.nothing(of: listing.messages.count, code: self.code, services: self.services.service))
    }
    var failures = listing.failures
    do throws(Failure) {
      let dead = try await deadLetters?.counts(of: self.services.named) ?? []
      for count in dead { Output.error(QuarantineText.deadLetters(count)) }
    } catch {
      failures.append(error)
    }
    for failure in failures { Output.error("\(failure)") }
    if !failures.isEmpty { throw ExitCode(2) }
  }

  struct Line: Encodable {
    let id: String
    let message: QuarantineDesk.Entry
  }
}

extension QuarantineDesk.Entry {
  /// - Parameter code: nil is every reason.
  func isBecause(of code: String?) -> Bool {
    guard let code else { return true }
    return self.lastError == code || self.faults.contains { $0.code.rawValue == code }
  }
}
