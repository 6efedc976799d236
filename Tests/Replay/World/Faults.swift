/// Decides what goes wrong, and remembers what did.
struct Faults {
  private struct Spot: Hashable {
    let story: Int
    let kindAndPlace: Int
  }

  private let plan: Plan
  private let intensity: Double
  private let isPossible: [Bool]
  private var asked: [Spot: Int] = [:]
  /// Those that have struck, in order.
  private(set) var struck: [FaultMark] = []
  /// From some day on nothing goes wrong any more, so that everything can end.
  var isOver = false

  init(_ plan: Plan) {
    self.plan = plan
    var chance = Chance.of(plan.seed, 1)
    // Some runs are calm, some wild.
    self.intensity = chance.pick([0.2, 0.5, 1, 2, 4])
    var isPossible = Array(repeating: false, count: FaultKind.allCases.count)
    for kind in plan.faults { isPossible[kind.index] = true }
    self.isPossible = isPossible
  }

  /// - Parameter probability: in a run of middle intensity.
  mutating func strikes(_ kind: FaultKind, _ probability: Double, _ story: Int, _ place: FaultPlace) -> Bool {
    guard !self.isOver, self.isPossible[kind.index] else { return false }
    let spot = Spot(story: story, kindAndPlace: kind.index * FaultPlace.allCases.count + place.rawValue)
    let occasion = self.asked[spot, default: 0]
    self.asked[spot] = occasion + 1
    var chance = Chance.of(self.plan.seed, spot.story, spot.kindAndPlace, occasion)
    guard chance.happens(probability * self.intensity) else { return false }
    let mark = FaultMark(kind: kind, story: story, place: place, occasion: occasion)
    if let kept = self.plan.kept, !kept.contains(mark) { return false }
    self.struck.append(mark)
    return true
  }
}

extension FaultKind {
  /// Never another one for the same kind: the checked-in seeds depend on it.
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
    case .notYet: 10
    }
  }
}
