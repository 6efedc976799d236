package import Foundation

/// A file of the project that is made from the code, kept in the repository and compared in a test.
///
/// With `REDRESS_RECORD=1` in the environment the test writes the file instead of comparing it; the difference then
/// stands in `git diff` for somebody to judge.
package struct RecordedFile: Sendable {
  package let url: URL

  /// - Parameter path: from the project's root.
  package init(_ path: String) {
    self.url = TestEnvironment.projectDirectory.appending(path: path)
  }

  package var text: String {
    get throws { try String(contentsOf: self.url, encoding: .utf8) }
  }

  /// Whether the file holds this very text.
  package func holds(_ text: String) throws -> Bool {
    if ProcessInfo.processInfo.environment["REDRESS_RECORD"] == "1" {
      try Data(text.utf8).write(to: self.url)
    }
    guard FileManager.default.fileExists(atPath: self.url.path) else { return false }
    return try self.text == text
  }
}
