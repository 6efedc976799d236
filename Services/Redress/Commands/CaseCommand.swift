import ArgumentParser
import Messages

struct CaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case", abstract: "The timeline of one complaint across all services.",
    discussion: """
      Every message in and every event out, with attempts, what still waits to be published, the limits that run, and what \
      people did. Times are those of Shanghai. Exit 0, 1 when there is no such complaint, 2 when the tool could not look.
      """)

  @Argument(help: ArgumentHelp("The complaint's number, for example CLX-2023-000001."))
  var number: String
  @OptionGroup var database: DatabaseOption
  @Flag(help: "For programs.")
  var json = false

  func validate() throws {
    guard ComplaintNumber(self.number) != nil else {
      throw ValidationError("\(self.number) is no complaint number; one looks like CLX-2023-000001.")
    }
  }

  func run() async throws {
    guard let number = ComplaintNumber(self.number) else { return }
    guard let timeline = try await self.database.open({ try await Timeline.read(number, in: $0) }) else {
      Output.error(
        "Intake has no complaint \(number).\nLook for its sender's reference: "
          + "curl \"$INTAKE_URL/complaints?source=/pms&reference=PMS-1\", or in `redress quarantine list`.")
      throw ExitCode(1)
    }
    if self.json { try Output.json(timeline) } else { Output.line(timeline.text) }
  }
}
