import ArgumentParser

struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "What the services could not handle: list, show, replay, discard.",
    discussion: """
      Nothing that a customer has said is printed. Who reads a message's bytes, has it replayed or gives it up is written \
      down, with the reason.
      """,
    subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineReplay.self, QuarantineDiscard.self],
    defaultSubcommand: QuarantineList.self)
}
