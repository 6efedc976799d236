import ArgumentParser
import FoundationEssentials

/// The operators' tool: looks into a running system, and works on what it could not do by itself.
@main
struct Redress: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redress",
    abstract: "Look into a running redress system, and work on what it could not do by itself.",
    discussion: """
      Addresses and passwords come from options or from the environment; `source .dev/env` sets all of them for a system \
      that deploy/dev/start.sh has started. The exit status is 0 when all is well, 1 when something was found or refused, or \
      what was named is not there, 2 when the tool could not look or do something, 64 when the command line is wrong.
      """,
    version: "1",
    subcommands: [QuarantineCommand.self, CaseCommand.self, VerifyCommand.self, SendCommand.self, TokenCommand.self])

  static func main() async {
    do {
      var command = try self.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Output.error("\(failure)")
      self.exit(withError: ExitCode(2))
    } catch {
      self.exit(withError: error)
    }
  }
}
