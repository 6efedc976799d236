import ArgumentParser

/// Where the broker is, for those who want to know of its dead letters; nobody has to.
struct BrokerOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The broker, to look for dead letters; any user may, for example observer. Else $AMQP_URL; without either nobody looks.",
      valueName: "amqp://…"))
  var brokerURL: String?

  /// Nil when no broker is named.
  func deadLetters() throws(Failure) -> DeadLetters? {
    guard let url = self.brokerURL ?? Settings().environment["AMQP_URL"], !url.isEmpty else { return nil }
    return try DeadLetters(url: url)
  }
}
