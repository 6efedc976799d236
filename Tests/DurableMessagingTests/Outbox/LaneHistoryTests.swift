import TestSupport
import Testing

@testable import DurableMessaging

/// The claim that the outbox stands on, against random histories: whatever is committed reaches the receiver, and of each
/// subject in the order in which it was committed.
@Suite("LaneStateMachine: random histories")
struct LaneHistoryTests {
  @Test("Nothing is lost and no subject's order is inverted, whatever fails", arguments: 0..<60)
  func histories(_ offset: UInt64) {
    var seeds = SeededGenerator()
    let generator = SeededGenerator(seed: seeds.seed &+ offset)
    var history = LaneHistory(generator: generator)
    for _ in 0..<3_000 { history.happen() }
    history.calm()
    #expect(history.received == history.committed, "\(generator)")
    #expect(history.inversions == [], "\(generator)")
    #expect(history.table.isEmpty, "\(generator)")
    _ = seeds.next()
  }
}
