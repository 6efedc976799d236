import Foundation

/// What was measured, under dotted names such as `latency.300.registered.p50_ms`: an object within an object in JSON.
struct Figures: Sendable {
  private indirect enum Node: Encodable {
    case number(Double)
    case text(String)
    case object([String: Node])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      case .object(let members): try container.encode(members)
      }
    }

    func with(_ leaf: Node, at path: ArraySlice<Substring>) -> Node {
      guard let name = path.first.map(String.init) else { return leaf }
      var members: [String: Node] = if case .object(let members) = self { members } else { [:] }
      members[name] = (members[name] ?? .object([:])).with(leaf, at: path.dropFirst())
      return .object(members)
    }

    func number(at path: ArraySlice<Substring>) -> Double? {
      switch self {
      case .number(let number) where path.isEmpty: number
      case .object(let members): path.first.flatMap { members[String($0)]?.number(at: path.dropFirst()) }
      case .number, .text: nil
      }
    }
  }

  private var root = Node.object([:])

  /// Rounded to four significant places: what lies behind them is not repeatable.
  subscript(name: String) -> Double? {
    get { self.root.number(at: name.split(separator: ".")[...]) }
    set {
      guard let newValue, newValue.isFinite else { return }
      self.root = self.root.with(.number(Self.rounded(newValue)), at: name.split(separator: ".")[...])
    }
  }

  mutating func note(_ name: String, _ text: String) {
    self.root = self.root.with(.text(text), at: name.split(separator: ".")[...])
  }

  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self.root) + Data("\n".utf8)
  }

  private static func rounded(_ number: Double) -> Double {
    guard number != 0 else { return 0 }
    let scale = pow(10, 3 - floor(log10(abs(number))))
    return (number * scale).rounded() / scale
  }
}
