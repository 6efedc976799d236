/// One decision that something goes wrong: what, about which story, where, and for the how manieth time there. A story's
/// faults so stay the same when other stories are left out. Written `crash:7.commit.0`.
struct FaultMark: Hashable, Sendable, CustomStringConvertible {
  let kind: FaultKind
  /// 0 for what is about no story.
  let story: Int
  let place: FaultPlace
  let occasion: Int

  init(kind: FaultKind, story: Int, place: FaultPlace, occasion: Int) {
    self.kind = kind
    self.story = story
    self.place = place
    self.occasion = occasion
  }

  init?(_ text: some StringProtocol) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, let kind = FaultKind(rawValue: String(halves[0])) else { return nil }
    let parts = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let story = Int(parts[0]), let place = FaultPlace(String(parts[1])),
      let occasion = Int(parts[2])
    else { return nil }
    self.init(kind: kind, story: story, place: place, occasion: occasion)
  }

  var description: String { "\(self.kind.rawValue):\(self.story).\(self.place).\(self.occasion)" }
}
