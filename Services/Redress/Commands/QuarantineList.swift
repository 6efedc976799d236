import ArgumentParser
import DurableMessaging
import Foundation
import Messages

struct QuarantineList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Everything in quarantine, by service and in order of arrival.")

  @OptionGroup var services: ServiceOptions
  @Option(help: "Only what lies there for this reason, for example unknown-project.")
  var code: String?
  @Flag(help: "For programs.")
  var json = false

  func run() async throws {
    let listed = try await self.services.desk().list().filter { $0.entry.isBecause(of: self.code) }
    if self.json {
      try Output.json(listed.map { Line(id: "\($0.id)", message: $0.entry) })
    } else {
      Output.line(QuarantineText.list(listed))
    }
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
