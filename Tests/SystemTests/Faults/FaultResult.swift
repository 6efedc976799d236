import Foundation
import TestSupport

/// One line of the results file, and one row of the README's table.
struct FaultResult: Codable, Sendable {
  let fault: String
  let observed: String
  let secondsToRecover: Double?
  /// Nil when the case did not come so far that it could be counted.
  let lost: Int?
  let doubled: Int?
  let seed: UInt64

  /// Where the last run of each case is kept: `REDRESS_FAULT_RESULTS`, or beside the build's products.
  private static var file: URL {
    ProcessInfo.processInfo.environment["REDRESS_FAULT_RESULTS"].map { URL(filePath: $0) }
      ?? TestEnvironment.projectDirectory.appending(path: ".build/faults.jsonl")
  }

  func append() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try encoder.encode(self) + Data("\n".utf8)
    let earlier = (try? Data(contentsOf: Self.file)) ?? Data()
    try (earlier + line).write(to: Self.file)
  }

  static func all() throws -> [FaultResult] {
    try String(contentsOf: self.file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(FaultResult.self, from: Data($0.utf8))
    }
  }
}
