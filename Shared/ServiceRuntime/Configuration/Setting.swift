/// One key of a service's configuration: where it is read, `--help` and `--print-configuration` know it from here.
package struct Setting: Sendable {
  /// Lower-case words joined by dots and dashes: `amqp.confirm-window`.
  package let name: String
  package let kind: Kind
  /// What is used when nobody says anything; nil means that the key must be given, or, if it `isOptional`, has no value.
  package let defaultText: String?
  package let isOptional: Bool
  /// A secret is never printed. It may also stand in a file of its own, whose path the key `<name>-file` gives.
  package let isSecret: Bool
  /// One line for `--help`: what it means and in which unit.
  package let help: String

  package init(
    _ name: String, _ kind: Kind, default defaultText: String? = nil, isOptional: Bool = false, isSecret: Bool = false,
    help: String
  ) {
    self.name = name
    self.kind = kind
    self.defaultText = defaultText
    self.isOptional = isOptional
    self.isSecret = isSecret
    self.help = help
  }

  /// `amqp.confirm-window` is `AMQP_CONFIRM_WINDOW` in the environment.
  var environmentVariable: String {
    self.name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
  }

  /// `amqp.confirm-window` is `--amqp-confirm-window` on the command line.
  var option: String { "--" + self.name.replacing(".", with: "-") }

  /// Of a URL all but the password may be shown.
  var isURL: Bool { if case .url = self.kind { true } else { false } }

  /// The key that names a file which holds the value; nil for what is no secret.
  var file: Setting? {
    guard self.isSecret else { return nil }
    return Setting(
      self.name + "-file", .text, isOptional: true, help: "Path of a file that holds \(self.name).")
  }
}
