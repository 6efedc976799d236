import ArgumentParser
import DurableMessaging
import Foundation
import Messages

struct QuarantineShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "All about one message: sender, faults, headers, its fields, what people did with it.",
    discussion: """
      Of the body the fields are shown, and their values where they are words for machines. --body writes the bytes as they \
      came to a new file that only you can read. Exit 0, 1 when there is no such message, 2 when the tool could not look or \
      write.
      """)

  @Argument(help: ArgumentHelp("As `quarantine list` shows it.", valueName: "service/number"))
  var id: MessageID
  @OptionGroup var services: ServiceOptions
  @OptionGroup var operating: PersonOption
  @Option(
    help: ArgumentHelp("Write the body there as it came; needs --reason.", valueName: "file"), completion: .file())
  var body: String?
  @Flag(help: "With --body: replace a file that is there already.")
  var force = false
  @Option(help: "Why you read the body; it is written down.")
  var reason: String?
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard self.body == nil || self.reason?.isEmpty == false else {
      throw ValidationError("--body may show what a customer has said: say why with --reason.")
    }
    guard !self.force || self.body != nil else { throw ValidationError("--force goes with --body.") }
  }

  func run() async throws {
    let desk = try self.services.desk(of: [self.id.service])
    guard let message = try await desk.find(self.id) else {
      Output.error(
        "\(self.id.service.rawValue) has no message \(self.id.number) in quarantine.\n`redress quarantine list` shows those "
          + "that are there; one that was sent again has a new number.")
      throw ExitCode(1)
    }
    if self.json {
      try Output.json(message)
    } else {
      Output.line(QuarantineText.message(self.id, message))
    }
    if let body, let reason { try await self.write(to: body, reason, message, desk) }
  }

  private func write(
    to path: String, _ reason: String, _ message: QuarantineDesk.Message, _ desk: QuarantineDesk
  ) async throws {
    let person = try self.operating.person()
    let file = try BodyFile(path, force: self.force)
    do {
      guard let bytes = try await desk.read(self.id, by: person, reason: reason) else {
        throw Failure(
          "The bytes of \(self.id) are no longer there: it is \(message.entry.state).",
          advice: "A message keeps its bytes only while it is in quarantine.")
      }
      try file.write(bytes)
      Output.error("\(bytes.count) bytes in \(path)")
    } catch {
      file.remove()
      throw error
    }
  }
}
