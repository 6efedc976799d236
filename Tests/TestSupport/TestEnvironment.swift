package import Foundation

/// What deploy/dev/start.sh wrote for the tests.
package enum TestEnvironment {
  /// Variables that stand for other servers than the environment's own; see ``PrivateServers``.
  @TaskLocal static var replaced: [String: String] = [:]

  /// A variable's value, or an error that says how to get it.
  package static func value(_ name: String) throws -> String {
    let value = self.replaced[name] ?? ProcessInfo.processInfo.environment[name]
    guard let value, !value.isEmpty else {
      throw TestSupportError("\(name) is not set: run deploy/dev/start.sh, then `source .dev/env`, and test again")
    }
    return value
  }

  /// The URL in a variable. Tests create and drop whole databases and virtual hosts there, so that only this machine
  /// will do.
  static func localURL(_ name: String) throws -> URL {
    guard let url = URL(string: try value(name)), let host = url.host else {
      throw TestSupportError("\(name) is not a URL")
    }
    guard ["127.0.0.1", "localhost"].contains(host) else {
      throw TestSupportError("\(name) points to \(host): tests create and drop things, and do so on this machine only")
    }
    return url
  }

  /// The project's root directory.
  package static var projectDirectory: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }
}
