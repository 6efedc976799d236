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
      came to a file that only you can read.
      """)

  @Argument(help: ArgumentHelp("As `quarantine list` shows it.", valueName: "service/number"))
  var id: MessageID
  @OptionGroup var services: ServiceOptions
  @OptionGroup var operating: PersonOption
  @Option(
    help: ArgumentHelp("Write the body there as it came; needs --reason.", valueName: "file"), completion: .file())
  var body: String?
  @Option(help: "Why you read the body; it is written down.")
  var reason: String?
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard self.body == nil || self.reason?.isEmpty == false else {
      throw ValidationError("--body may show what a customer has said: say why with --reason.")
    }
  }

  func run() async throws {
    let desk = try self.services.desk(of: [self.id.service])
    guard let message = try await desk.find(self.id) else { throw Failure.noMessage(self.id) }
    if self.json {
      try Output.json(message)
    } else {
      Output.line(QuarantineText.message(self.id, message))
    }
    guard let body, let reason else { return }
    guard let bytes = try await desk.read(self.id, by: try self.operating.person(), reason: reason) else {
      throw Failure(
        "The bytes of \(self.id) are no longer there: it is \(message.entry.state).",
        advice: "A message keeps its bytes only while it is in quarantine.")
    }
    guard
      FileManager.default.createFile(atPath: body, contents: bytes, attributes: [.posixPermissions: 0o600])
    else {
      throw Failure("\(body) cannot be written.", advice: "Name a file in a directory that you may write to.")
    }
    Output.error("\(bytes.count) bytes in \(body)")
  }
}

extension Failure {
  static func noMessage(_ id: MessageID) -> Failure {
    Failure(
      "\(id.service.rawValue) has no message \(id.number) in quarantine.",
      advice: "`redress quarantine list` shows those that are there; one that was sent again has a new number.")
  }
}
