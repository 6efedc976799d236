/// Where something can go wrong.
enum FaultPlace: Int, CaseIterable, Sendable, CustomStringConvertible {
  case load, decision, commit, acknowledgement, delivery, round, publishing, confirm, sending, clock

  init?(_ name: String) {
    guard let place = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = place
  }

  var description: String {
    switch self {
    case .load: "load"
    case .decision: "decision"
    case .commit: "commit"
    case .acknowledgement: "acknowledgement"
    case .delivery: "delivery"
    case .round: "round"
    case .publishing: "publishing"
    case .confirm: "confirm"
    case .sending: "sending"
    case .clock: "clock"
    }
  }
}
