import Foundation

/// What the command line asks for.
struct Options: Equatable {
  enum Wish: Equatable {
    /// One plan.
    case plan(Plan)
    /// Fresh seeds for so many seconds.
    case fresh(seconds: Int)
    /// The seeds of a file.
    case file(String)
  }

  private(set) var wishes: [Wish] = []
  private(set) var cases = Options.usualCases
  private(set) var isWritten = false
  private var seed: UInt64?
  private var complaints: [Int]?
  private var faults: Set<FaultKind>?
  private var kept: Set<FaultMark>?
  private(set) var mutation: Mutation?

  /// Enough for cases to meet, few enough for many seeds.
  static let usualCases = 20

  static let help = """
    replay runs the five services' own deciders in one process, on a simulated broker, database and clock, and lets go
    wrong what can: all of it decided by one seed. It looks after each commit whether what must be true still is.

    usage: replay --seed N [--cases N] [--faults KINDS] [--history]    one seed
           replay --for SECONDS [--cases N]                            fresh seeds for so long
           replay --seeds FILE                                         the seeds of a file: a line holds a seed, and
                                                                       options of its own if it needs them; # comments

      --cases N          complaints in a run (\(usualCases))
      --complaints LIST  only these, by number: 3,7
      --faults LIST      only faults of these kinds, or none: \(FaultKind.allCases.map(\.rawValue).joined(separator: ", "))
      --keep LIST        of the seed's faults only these, or none: crash:17,double:3
      --history          prints what happens also when nothing is wrong
      --mutation NAME    with a mistake built in, to see it found: \(Mutation.allCases.map(\.rawValue).joined(separator: ", "))

    A seed that fails is made smaller first: fewer complaints, fewer faults. The shortest history that was found is printed,
    and the command that replays it. --for and --seeds may be given together. The status is 1 when something was found.
    """

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "--history": self.isWritten = true
      case "--seed": self.seed = try Self.value(name, &rest) { UInt64($0) }
      case "--cases": self.cases = try Self.value(name, &rest) { Int($0).flatMap { $0 > 0 ? $0 : nil } }
      case "--complaints": self.complaints = try Self.list(name, &rest) { Int($0) }
      case "--faults": self.faults = Set(try Self.list(name, &rest) { FaultKind(rawValue: String($0)) })
      case "--keep": self.kept = Set(try Self.list(name, &rest) { FaultMark($0) })
      case "--mutation": self.mutation = try Self.value(name, &rest) { Mutation(rawValue: $0) }
      case "--for":
        let seconds = try Self.value(name, &rest) { Int($0).flatMap { $0 > 0 ? $0 : nil } }
        self.wishes.append(.fresh(seconds: seconds))
      case "--seeds": self.wishes.append(.file(try Self.value(name, &rest) { $0 }))
      default: throw UsageError("There is no option \(name); see --help.")
      }
    }
    if let seed { self.wishes.insert(.plan(self.plan(seed)), at: 0) }
    guard !self.wishes.isEmpty else { throw UsageError("Say --seed, --for or --seeds; see --help.") }
  }

  func plan(_ seed: UInt64) -> Plan {
    var plan = Plan(seed: seed, cases: self.cases)
    if let complaints { plan.complaints = complaints }
    if let faults { plan.faults = faults }
    plan.kept = self.kept
    plan.mutation = self.mutation
    return plan
  }

  /// The plans of a file of seeds.
  static func plans(_ text: String) throws(UsageError) -> [Plan] {
    var plans: [Plan] = []
    for line in text.split(separator: "\n") {
      let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
      guard !words.isEmpty else { continue }
      for case .plan(let plan) in try Options(["--seed"] + words).wishes { plans.append(plan) }
    }
    return plans
  }

  private static func value<Value>(
    _ name: String, _ rest: inout ArraySlice<String>, _ parse: (String) -> Value?
  ) throws(UsageError) -> Value {
    guard let text = rest.popFirst(), let value = parse(text) else {
      throw UsageError("\(name) needs a value; see --help.")
    }
    return value
  }

  private static func list<Value>(
    _ name: String, _ rest: inout ArraySlice<String>, _ parse: (Substring) -> Value?
  ) throws(UsageError) -> [Value] {
    let words = try self.value(name, &rest) { $0 == "none" ? [] : $0.split(separator: ",") }
    let values = words.compactMap(parse)
    guard values.count == words.count else { throw UsageError("\(name) needs other words; see --help.") }
    return values
  }
}

struct UsageError: Error, CustomStringConvertible, Equatable {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
