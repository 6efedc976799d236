import Testing

@testable import DurableMessaging

@Suite("LaneStateMachine: examples")
struct LaneStateMachineTests {
  typealias Machine = LaneStateMachine<String>
  let start = ContinuousClock.now

  private func running() -> Machine {
    var machine = Machine(now: self.start)
    _ = machine.step(now: self.start)
    machine.lockAnswered(true, now: self.start)
    return machine
  }

  private func row(_ id: Int64, _ subject: String) -> (id: Int64, subject: String, payload: String) {
    (id, subject, "\(subject)\(id)")
  }

  /// Enough rows of different subjects to fill a read.
  private func fullRead(from first: Int64) -> [(id: Int64, subject: String, payload: String)] {
    (first..<first + Int64(Machine.window)).map { self.row($0, "s\($0)") }
  }

  @Test("Without its lock a lane reads nothing, and asks again after five seconds")
  func standsByWithoutLock() {
    var machine = Machine(now: self.start)
    #expect(machine.step(now: self.start) == Machine.Step(triesLock: true))
    machine.lockAnswered(false, now: self.start)
    #expect(machine.step(now: self.start + .seconds(4)).isEmpty)
    #expect(machine.nextStep() == self.start + .seconds(5))
    #expect(machine.step(now: self.start + .seconds(5)) == Machine.Step(triesLock: true))
  }

  @Test("Of one subject the second message leaves only when the first is confirmed; other subjects do not wait")
  func oneInFlightPerSubject() {
    var machine = self.running()
    #expect(machine.step(now: self.start) == Machine.Step(readsWithout: []))
    let first = machine.readAnswered([self.row(1, "a"), self.row(2, "a"), self.row(3, "b")], now: self.start)
    #expect(first.map(\.id) == [1, 3])
    let second = machine.published(first[0], now: self.start)
    #expect(second?.payload == "a2")
    let third = second.flatMap { machine.published($0, now: self.start) }
    #expect(third == nil)
  }

  @Test("Confirmed rows are deleted together after 50 ms, and not sent again meanwhile")
  func deletesInBatches() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let sent = machine.readAnswered([self.row(1, "a"), self.row(2, "b")], now: self.start)
    for publication in sent { _ = machine.published(publication, now: self.start) }
    #expect(machine.step(now: self.start + .milliseconds(49)).isEmpty)
    #expect(machine.step(now: self.start + .milliseconds(50)) == Machine.Step(deletes: [1, 2]))

    // A read whose statement ran before the delete's.
    #expect(machine.readAnswered([self.row(1, "a"), self.row(2, "b")], now: self.start).isEmpty)
    machine.deleteAnswered([1, 2])
    #expect(machine.isDrained)
  }

  @Test("A full window is deleted at once")
  func deletesFullWindowAtOnce() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    for publication in machine.readAnswered(self.fullRead(from: 1), now: self.start) {
      _ = machine.published(publication, now: self.start)
    }
    #expect(machine.step(now: self.start).deletes.count == Machine.window)
  }

  @Test("A full read is followed by another at once, without what is known; a short one by a poll a second later")
  func rereads() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let sent = machine.readAnswered(self.fullRead(from: 1), now: self.start)
    for publication in sent.dropFirst() { _ = machine.published(publication, now: self.start) }
    let step = machine.step(now: self.start)
    #expect(step.deletes.count == Machine.window - 1)
    #expect(step.readsWithout == [1], "what is deleted in the same round need not be passed over")
    _ = machine.readAnswered([self.row(300, "x")], now: self.start)
    machine.deleteAnswered(step.deletes)
    #expect(machine.nextStep() == self.start + .seconds(1))
    #expect(machine.step(now: self.start + .seconds(1)).readsWithout.map(Set.init) == [1, 300])
  }

  @Test("A row that commits late leaves before a successor that is seen with it")
  func lateCommit() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    _ = machine.readAnswered([self.row(6, "other")], now: self.start)
    machine.wake(now: self.start)
    #expect(machine.step(now: self.start).readsWithout == [6])
    let late = machine.readAnswered([self.row(5, "a"), self.row(7, "a")], now: self.start)
    #expect(late.map(\.id) == [5])
  }

  @Test("No more is read while a window of messages waits for its confirms")
  func stopsReadingAtTheWindow() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let sent = machine.readAnswered(self.fullRead(from: 1), now: self.start)
    #expect(machine.step(now: self.start).isEmpty)
    #expect(machine.nextStep() == nil)
    _ = machine.published(sent[0], now: self.start)
    #expect(machine.step(now: self.start).readsWithout?.count == Machine.window - 1)
  }

  @Test("A message that is not taken stops the lane; after the pause it is read and sent again, before its successors")
  func failureBeginsAnew() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let sent = machine.readAnswered([self.row(1, "a"), self.row(2, "a"), self.row(3, "b")], now: self.start)
    machine.publishFailed(sent[0], now: self.start)
    #expect(machine.step(now: self.start + .milliseconds(49)).isEmpty)
    #expect(machine.published(sent[1], now: self.start + .milliseconds(50)) == nil, "b3 was under way and is confirmed")

    let after = self.start + .milliseconds(100)
    #expect(machine.step(now: after) == Machine.Step(deletes: [3], readsWithout: []))
    let again = machine.readAnswered([self.row(1, "a"), self.row(2, "a"), self.row(3, "b")], now: after)
    #expect(again.map(\.payload) == ["a1"])
  }

  @Test("The pauses grow up to five seconds, and a failure of everything under way is one failure")
  func pausesGrow() {
    var machine = self.running()
    var now = self.start
    var pauses: [Duration] = []
    for round in 0..<8 {
      _ = machine.step(now: now)
      let sent = machine.readAnswered([self.row(1, "a"), self.row(2, "b")], now: now)
      #expect(sent.count == 2, "round \(round)")
      for publication in sent { machine.publishFailed(publication, now: now) }
      let next = machine.nextStep() ?? now
      pauses.append(next - now)
      now = next
    }
    #expect(pauses == [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000].map { .milliseconds($0) })
  }

  @Test("What is reported about a lost session's messages is of no interest")
  func reportsOfEarlierSessions() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let early = machine.readAnswered([self.row(1, "a"), self.row(2, "a")], now: self.start)
    machine.sessionLost(now: self.start)
    #expect(!machine.isHeld)
    _ = machine.step(now: self.start)
    machine.lockAnswered(true, now: self.start)
    _ = machine.step(now: self.start)
    let late = machine.readAnswered([self.row(1, "a"), self.row(2, "a")], now: self.start)
    #expect(late.map(\.id) == [1])
    #expect(machine.published(early[0], now: self.start) == nil, "else a2 would leave while a1 is under way")
  }

  @Test("A lane that stops lets what is under way finish, deletes it at once and begins nothing")
  func stopping() {
    var machine = self.running()
    _ = machine.step(now: self.start)
    let sent = machine.readAnswered([self.row(1, "a"), self.row(2, "a")], now: self.start)
    machine.stop()
    #expect(!machine.isDrained)
    #expect(machine.published(sent[0], now: self.start) == nil)
    #expect(machine.step(now: self.start) == Machine.Step(deletes: [1]))
    #expect(machine.isDrained)
  }
}
