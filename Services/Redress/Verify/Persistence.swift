/// Tells what is broken from what is under way.
///
/// Services hear of each other by messages, so that at any instant something is on its way: a complaint that dispatch has
/// not heard of yet, a row in an outbox. What is under way is gone at the next look; what is broken stays. A finding
/// counts when every look of the grace period has seen it. The looks ask no clock but the one on the wall: a system whose
/// clock runs faster than the world is judged alike.
struct Persistence: Sendable {
  private(set) var findings: [Finding] = []
  private var isFirst = true

  mutating func add(_ look: [Finding]) {
    guard !self.isFirst else {
      self.isFirst = false
      self.findings = look
      return
    }
    let before = Set(self.findings.map(\.identity))
    // Those of the latest look: its counts are the newest.
    self.findings = look.filter { before.contains($0.identity) }
  }
}
