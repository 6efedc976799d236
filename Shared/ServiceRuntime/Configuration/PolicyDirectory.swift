import Foundation
import Policy

/// The policy files in a directory of the operator.
enum PolicyDirectory {
  /// Every file that ends in `.json`, and the checksums; whatever else lies there is left alone. By name.
  static func read(_ path: String) throws -> [PolicyRegister.Source] {
    let directory = URL(fileURLWithPath: path, isDirectory: true)
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      .filter { $0.hasSuffix(".json") || $0 == PolicyRegister.checksumFile }
      .map { ($0, Array(try Data(contentsOf: directory.appending(path: $0)))) }
  }
}
