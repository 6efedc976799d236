/// Everything that a run depends on: the same plan gives the same history, byte by byte.
struct Plan: Sendable, Equatable {
  let seed: UInt64
  /// The complaints by number. Each is the same in every run of the seed, with whatever others.
  var complaints: [Int]
  var faults: Set<FaultKind> = Set(FaultKind.allCases)
  /// Of the faults that the seed brings about, those that count; nil for all of them.
  var kept: Set<FaultMark>?
  var mutation: Mutation?

  init(seed: UInt64, cases: Int) {
    self.seed = seed
    self.complaints = Array(1...max(1, cases))
  }

  /// How the same run is had again.
  var command: String {
    var words = ["swift run -c release replay", "--seed \(self.seed)"]
    if self.complaints == Array(1...self.complaints.count) {
      words.append("--cases \(self.complaints.count)")
    } else {
      words.append("--complaints " + self.complaints.map(String.init).joined(separator: ","))
    }
    if let kept {
      let marks = kept.map(\.description).sorted()
      words.append("--keep " + (marks.isEmpty ? "none" : marks.joined(separator: ",")))
    } else if self.faults.count < FaultKind.allCases.count {
      let names = self.faults.map(\.rawValue).sorted()
      words.append("--faults " + (names.isEmpty ? "none" : names.joined(separator: ",")))
    }
    if let mutation { words.append("--mutation \(mutation.rawValue)") }
    return words.joined(separator: " ")
  }
}
