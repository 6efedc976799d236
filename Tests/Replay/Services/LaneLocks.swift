import DurableMessaging

/// The advisory locks of a service's outbox lanes: who holds which, by session.
final class LaneLocks {
  private var holders: [Int?] = Array(repeating: nil, count: LaneSet.count)

  func take(_ lane: Int, session: Int) -> Bool {
    guard self.holders[lane] == nil || self.holders[lane] == session else { return false }
    self.holders[lane] = session
    return true
  }

  func release(session: Int) {
    for lane in self.holders.indices where self.holders[lane] == session { self.holders[lane] = nil }
  }
}
