import Foundation

/// What the command line asks for.
struct Options: Sendable {
  enum Part: String, CaseIterable, Sendable {
    case intake, cost, chain, latency, growth
  }

  static let usage = """
    usage: deploy/bench.sh [--quick] [--json FILE] [--only PART,…]
      --quick       the same figures from less data, in under two minutes after the build
      --json FILE   writes the figures there too
      --only PARTS  of \(Part.allCases.map(\.rawValue).joined(separator: ", "))
    """

  private(set) var scale = Scale.full
  private(set) var json: String?
  private(set) var parts = Set(Part.allCases)

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": self.scale = .quick
      case "--json": self.json = try Self.value(argument, &rest)
      case "--only":
        let names = try Self.value(argument, &rest).split(separator: ",")
        let parts = names.compactMap { Part(rawValue: String($0)) }
        guard parts.count == names.count else { throw BenchmarkError(Self.usage) }
        self.parts = Set(parts)
      default: throw BenchmarkError(Self.usage)
      }
    }
  }

  private static func value(_ name: String, _ rest: inout ArraySlice<String>) throws -> String {
    guard let value = rest.popFirst() else { throw BenchmarkError("\(name) needs a value\n\(Self.usage)") }
    return value
  }
}
