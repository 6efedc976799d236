import Foundation
import TestSupport

/// The project's own files, as they lie on the disk.
struct SourceTree {
  struct File {
    /// Relative to the project's root.
    let path: String
    let lines: [String]

    /// Lines that match, as `path:line: text`. Swift's own Regex takes minutes over the whole tree, this a second.
    func lines(matching pattern: String) throws -> [String] {
      let pattern = try NSRegularExpression(pattern: pattern)
      return lines.enumerated().filter { _, line in
        pattern.firstMatch(in: line, range: NSRange(location: 0, length: line.utf16.count)) != nil
      }.map { "\(path):\($0.offset + 1): \($0.element)" }
    }
  }

  /// Every text file under the project's own directories; data and golden files are left out, they are not ours to style.
  static func files(under directories: [String] = ["Services", "Shared", "Tests", "deploy", ".ci"]) throws -> [File] {
    try directories.flatMap { try files(in: $0) }.sorted { $0.path < $1.path }
  }

  static func swiftFiles(under directories: [String]) throws -> [File] {
    try files(under: directories).filter { $0.path.hasSuffix(".swift") }
  }

  private static let extensions: Set = ["swift", "sh", "sql", "conf", "json", "md", "yaml", "h", "modulemap", ""]

  private static func files(in directory: String) throws -> [File] {
    let root = TestEnvironment.projectDirectory.appending(path: directory).resolvingSymlinksInPath()
    guard let all = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey]) else {
      throw TestSupportError("cannot list \(directory)")
    }
    var found: [File] = []
    for case let url as URL in all where extensions.contains(url.pathExtension) && !isData(url) {
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      let text = try String(contentsOf: url, encoding: .utf8)
      let path = directory + url.path.dropFirst(root.path.count)
      found.append(File(path: path, lines: text.components(separatedBy: "\n")))
    }
    return found
  }

  private static func isData(_ url: URL) -> Bool {
    url.pathComponents.contains { $0 == "golden" || $0 == "data" }
  }
}
