import TestSupport
import Testing

@testable import Postgres

@Suite("Pool state machine")
struct PoolStateMachineTests {
  @Test("A request waits for a session, and the first that waits is the first served")
  func order() {
    var pool = PoolStateMachine(size: 1)
    expect(pool.request(1), .wait)
    expect(pool.request(2), .wait)
    expect(pool.connected(0), .lend(0, to: 1))
    expect(pool.release(0, isReusable: true), .lend(0, to: 2))
    expect(pool.release(0, isReusable: true), .none)
    expect(pool.request(3), .lend(0))
  }

  @Test("A session lost while lent is replaced only after its borrower let go")
  func lostWhileLent() {
    var pool = PoolStateMachine(size: 1)
    expect(pool.connected(0), .none)
    expect(pool.request(1), .lend(0))
    expect(pool.lost(0), .none)
    #expect(!pool.isHealthy)
    expect(pool.release(0, isReusable: true), .retire([0], refuse: []))
    expect(pool.closed(0), true)
    expect(pool.connected(0), .none)
    #expect(pool.isHealthy)
  }

  @Test("A session lost before it was offered is never lent")
  func lostEarly() {
    var pool = PoolStateMachine(size: 1)
    expect(pool.request(1), .wait)
    expect(pool.lost(0), .none)
    expect(pool.connected(0), .retire([0], refuse: []))
    expect(pool.closed(0), true)
    expect(pool.connected(0), .lend(0, to: 1))
  }

  @Test("After some refusals with no session open nobody waits; an open session ends that")
  func circuit() {
    var pool = PoolStateMachine(size: 2, mostRefusals: 2)
    expect(pool.request(1), .wait)
    expect(pool.connectionRefused(0), .none)
    expect(pool.connectionRefused(1), .refuse([1]))
    expect(pool.request(2), .refuseBroken)
    expect(pool.connected(0), .none)
    expect(pool.request(3), .lend(0))
    expect(pool.request(4), .wait)
    expect(pool.connectionRefused(1), .none)
  }

  @Test("A session that may hold a transaction is not lent again")
  func notReusable() {
    var pool = PoolStateMachine(size: 1)
    expect(pool.connected(0), .none)
    expect(pool.request(1), .lend(0))
    expect(pool.request(2), .wait)
    expect(pool.release(0, isReusable: false), .retire([0], refuse: []))
  }

  @Test("Stopping refuses who waits, closes what is idle, and ends when the last session is closed")
  func stop() {
    var pool = PoolStateMachine(size: 2)
    expect(pool.connected(0), .none)
    expect(pool.request(1), .lend(0))
    expect(pool.request(2), .wait)
    expect(pool.stop(), .retire([], refuse: [2]))
    expect(pool.request(3), .refuseClosed)
    expect(pool.closed(1), false)
    #expect(!pool.hasEnded)
    expect(pool.release(0, isReusable: true), .retire([0], refuse: []))
    expect(pool.closed(0), false)
    #expect(pool.hasEnded)
  }

  @Test("Random events: no session for two, no waiter lost, ended only when all is closed")
  func randomEvents() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      var world = PoolWorld(random: SeededGenerator(seed: random.next()), size: Int.random(in: 1...4, using: &random))
      for _ in 0..<200 { world.step() }
      world.finish()
      #expect(world.faults == [], "\(random)")
    }
  }

  /// `#expect` cannot call what changes the machine.
  private func expect<Answer: Equatable>(
    _ answer: Answer, _ expected: Answer, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(answer == expected, sourceLocation: sourceLocation)
  }
}
