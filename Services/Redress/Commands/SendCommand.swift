import AMQP
import ArgumentParser
import DurableMessaging
import Foundation

struct SendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Publish a message as an outside system would, and wait for the broker's confirm.",
    discussion: """
      FILE is a CloudEvent in JSON; with --type and --source it is the data of one. `-` reads standard input. Confirmed means \
      kept, not accepted: a refusal comes as complaint.rejected.v1, and the message lies in `redress quarantine list`. \
      Exit 0 confirmed, 1 refused by the broker, 2 not sent, or nobody knows whether it arrived.
      """)

  @Argument(help: "A file, or - for standard input.", completion: .file(extensions: ["json"]))
  var file: String
  @Option(help: ArgumentHelp("The broker, with the sender's user; else $PMS_AMQP_URL.", valueName: "amqp://…"))
  var url: String?
  @Option(help: "Of the event around a bare payload, for example complaint.reported.v1.")
  var type: String?
  @Option(help: "Of the event around a bare payload: a slash and the broker user, or below that.")
  var source: String?
  @Option(help: "Of the event around a bare payload; a random one otherwise.")
  var id: String?
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard (self.type == nil) == (self.source == nil) else {
      throw ValidationError("--type and --source go together: they make an event of a bare payload.")
    }
    guard self.id == nil || self.type != nil else {
      throw ValidationError("--id goes with --type and --source; a whole event has its own id.")
    }
  }

  func run() async throws {
    let url = try Settings().values([.sender], given: [self.url])[0]
    let now = Date()
    let bytes = try self.bytes()
    let event =
      if let type, let source {
        try OutgoingEvent(
          payload: bytes, type: type, source: source, id: self.id ?? UUID().uuidString.lowercased(), time: now)
      } else {
        try OutgoingEvent(structured: bytes)
      }
    let sender = try Sender(url: url)
    let start = ContinuousClock.now
    let refusal = try await sender.send(event, at: now)
    try self.report(event, by: sender.user, refusal, after: ContinuousClock.now - start)
    if refusal != nil { throw ExitCode(1) }
  }

  private func bytes() throws(Failure) -> [UInt8] {
    let data =
      self.file == "-"
      ? try? FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: self.file)
    guard let data else {
      throw Failure("\(self.file) cannot be read.", advice: "Name a file that is there, or - for standard input.")
    }
    guard !data.isEmpty else {
      throw Failure("There is nothing in \(self.file).", advice: "Give a CloudEvent in JSON.")
    }
    return Array(data)
  }

  private func report(_ event: OutgoingEvent, by user: String, _ refusal: Failure?, after time: Duration) throws {
    struct Answer: Encodable {
      let outcome: String
      let type: String
      let source: String
      let id: String
      let user: String
      let bytes: Int
      let reason: String?
    }
    if self.json {
      try Output.json(
        Answer(
          outcome: refusal == nil ? "confirmed" : "refused", type: event.type, source: event.source, id: event.id,
          user: user, bytes: event.body.count, reason: refusal?.problem))
    } else if let refusal {
      Output.error("\(refusal)")
    } else {
      let milliseconds = Int(time / .milliseconds(1))
      Output.line(
        QuarantineText.safe("confirmed: \(event.type) \(event.id) from \(event.source) as \(user), ")
          + "\(event.body.count) bytes, after \(milliseconds) ms")
    }
  }
}

extension Settings.Key {
  static let sender = Settings.Key(
    variable: "PMS_AMQP_URL", option: "--url", meaning: "amqp:// address of the broker, with the sender's user")
}
