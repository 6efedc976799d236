/// The simulator cannot begin, in words for the person at the terminal.
struct SimulatorError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
