import Foundation

/// Writes down when each complaint went how far, a line each: seconds since 1970, the word, the reference. Whoever
/// measures from outside reads it while it grows.
final class Journal: Sendable {
  enum Step: String, Sendable {
    /// Given to the link for the first time.
    case sent
    /// Confirmed by the broker: from here on it must not be lost.
    case taken
    case registered, closed
    /// Broken on purpose, and taken by the broker: ends in quarantine.
    case broken
  }

  private let file: FileHandle

  init(path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw SimulatorError("\(path) cannot be written.") }
    self.file = file
  }

  func note(_ step: Step, _ reference: String) {
    // One write a line, so that lines of several tasks do not mix.
    self.file.write(Data("\(Date().timeIntervalSince1970) \(step.rawValue) \(reference)\n".utf8))
  }
}
