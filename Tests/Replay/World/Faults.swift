/// Decides what goes wrong, and remembers what did.
struct Faults {
  private let plan: Plan
  private let intensity: Double
  private var asked: [Int]
  /// Those that have struck, in order.
  private(set) var struck: [FaultMark] = []
  /// From some day on nothing goes wrong any more, so that everything can end.
  var isOver = false

  init(_ plan: Plan) {
    self.plan = plan
    var chance = Chance.of(plan.seed, 1)
    // Some runs are calm, some wild.
    self.intensity = chance.pick([0.2, 0.5, 1, 2, 4])
    self.asked = Array(repeating: 0, count: FaultKind.allCases.count)
  }

  /// - Parameter probability: in a run of middle intensity.
  mutating func strikes(_ kind: FaultKind, _ probability: Double) -> Bool {
    guard !self.isOver, self.plan.faults.contains(kind) else { return false }
    let ordinal = self.asked[kind.index]
    self.asked[kind.index] += 1
    var chance = Chance.of(self.plan.seed, 2, kind.index, ordinal)
    guard chance.happens(probability * self.intensity) else { return false }
    let mark = FaultMark(kind: kind, ordinal: ordinal)
    if let kept = self.plan.kept, !kept.contains(mark) { return false }
    self.struck.append(mark)
    return true
  }
}

extension FaultKind {
  fileprivate var index: Int {
    switch self {
    case .delay: 0
    case .double: 1
    case .reorder: 2
    case .crash: 3
    case .rollback: 4
    case .unknown: 5
    case .link: 6
    case .confirm: 7
    case .lock: 8
    case .clock: 9
    }
  }
}
