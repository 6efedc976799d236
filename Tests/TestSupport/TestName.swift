import Foundation

/// The name of a database or a virtual host that one test owns: `redress_test_<created>_<process>_<random>`.
///
/// The time of creation is part of it, so that leftovers of a killed test process can be told from the world of one that
/// still runs.
struct TestName: Sendable {
  private static let prefix = "redress_test"
  private static let lifetime = 3600

  let value: String

  init(now: Date = Date()) {
    let created = Int(now.timeIntervalSince1970)
    let process = ProcessInfo.processInfo.processIdentifier
    self.value = "\(Self.prefix)_\(created)_\(process)_\(String(UInt32.random(in: .min ... .max), radix: 36))"
  }

  static func isOrphan(_ name: String, now: Date = Date()) -> Bool {
    guard name.hasPrefix("\(prefix)_"), let created = name.split(separator: "_").dropFirst(2).first.flatMap({ Int($0) })
    else { return false }
    return created + lifetime < Int(now.timeIntervalSince1970)
  }
}
