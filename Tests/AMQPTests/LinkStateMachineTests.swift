import TestSupport
import Testing

@testable import AMQP

@Suite struct LinkStateMachineTests {
  private let now = ContinuousClock.now
  private let lost = AMQPError(.linkLost)

  @Test func aLinkThatIsLostComesBackAsTheNextGeneration() {
    var machine = LinkStateMachine()
    #expect(machine.start() == .connect(generation: 1))
    #expect(machine.opened(1, at: self.now) == .serve(generation: 1))
    #expect(machine.linkState == .ready)
    #expect(machine.lost(1, at: self.now, jitter: 0.5) == .wait(.milliseconds(50)))
    #expect(machine.timerFired() == .connect(generation: 2))
  }

  @Test func waitsGrowWithEachFailureUpToTheCap() {
    var machine = LinkStateMachine()
    var action = machine.start()
    var waits: [Duration] = []
    for generation: UInt64 in 1...10 {
      #expect(action == .connect(generation: generation))
      if case .wait(let delay) = machine.openFailed(generation, self.lost, jitter: 1) { waits.append(delay) }
      action = machine.timerFired()
    }
    #expect(waits.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
    #expect(waits.suffix(2) == [.seconds(5), .seconds(5)])
  }

  @Test func aLinkThatWasHandedOverIsOpenedAgainAtOnceAndCountsNoFailure() {
    var machine = LinkStateMachine()
    _ = machine.start()
    _ = machine.opened(1, at: self.now)
    machine.ended(1)
    #expect(machine.handedOver(1) == .connect(generation: 2))
    #expect(machine.handedOver(1) == .none)
    _ = machine.opened(2, at: self.now)
    #expect(machine.lost(2, at: self.now, jitter: 1) == .wait(.milliseconds(100)))
  }

  @Test func aLinkThatWasHealthyForHalfAMinuteForgetsItsFailures() {
    var machine = LinkStateMachine()
    _ = machine.start()
    _ = machine.openFailed(1, self.lost, jitter: 1)
    _ = machine.timerFired()
    _ = machine.opened(2, at: self.now)
    #expect(machine.lost(2, at: self.now + .seconds(1), jitter: 1) == .wait(.milliseconds(200)))
    _ = machine.timerFired()
    _ = machine.opened(3, at: self.now)
    #expect(machine.lost(3, at: self.now + .seconds(30), jitter: 1) == .wait(.milliseconds(100)))
  }

  @Test(arguments: [AMQPError.Code.preconditionFailed, .invalidConfiguration])
  func whatCannotHealFailsForGood(_ code: AMQPError.Code) {
    var machine = LinkStateMachine()
    _ = machine.start()
    #expect(machine.openFailed(1, AMQPError(code), jitter: 1) == .finish)
    #expect(machine.linkState == .failed)
    #expect(machine.timerFired() == .finish)
    #expect(machine.start() == .finish)
  }

  @Test(arguments: [AMQPError.Code.notFound, .refused, .locked, .timeout, .linkLost])
  func whatOthersMayMendIsTriedAgain(_ code: AMQPError.Code) {
    var machine = LinkStateMachine()
    _ = machine.start()
    #expect(machine.openFailed(1, AMQPError(code), jitter: 1) == .wait(.milliseconds(100)))
  }

  @Test func blockedIsLeftByUnblockedOrLoss() {
    var machine = LinkStateMachine()
    _ = machine.start()
    _ = machine.opened(1, at: self.now)
    machine.blocked(1)
    #expect(machine.linkState == .blocked)
    machine.unblocked(1)
    #expect(machine.linkState == .ready)
    machine.blocked(1)
    #expect(machine.lost(1, at: self.now, jitter: 0) == .wait(.zero))
  }

  @Test func aConnectionThatHasEndedIsNotReadyThoughItsUserIsBusy() {
    var machine = LinkStateMachine()
    _ = machine.start()
    _ = machine.opened(1, at: self.now)
    machine.ended(1)
    #expect(machine.linkState == .backingOff)
    #expect(machine.timerFired() == .none)
    machine.blocked(1)
    #expect(machine.linkState == .backingOff)
    #expect(machine.lost(1, at: self.now, jitter: 1) == .wait(.milliseconds(100)))

    var stopping = LinkStateMachine()
    _ = stopping.start()
    _ = stopping.opened(1, at: self.now)
    stopping.ended(1)
    #expect(stopping.stop() == .close(generation: 1))
    #expect(stopping.lost(1, at: self.now, jitter: 0) == .finish)
  }

  @Test func stopInEachStateLeadsToClosed() {
    var idle = LinkStateMachine()
    #expect(idle.stop() == .finish)
    #expect(idle.start() == .finish)

    var connecting = LinkStateMachine()
    _ = connecting.start()
    #expect(connecting.stop() == .close(generation: 1))
    #expect(connecting.openFailed(1, self.lost, jitter: 0) == .finish)
    #expect(connecting.linkState == .closed)

    var openedAfterAll = LinkStateMachine()
    _ = openedAfterAll.start()
    _ = openedAfterAll.stop()
    #expect(openedAfterAll.opened(1, at: self.now) == .serve(generation: 1))
    #expect(openedAfterAll.linkState == .closing)
    #expect(openedAfterAll.lost(1, at: self.now, jitter: 0) == .finish)

    var ready = LinkStateMachine()
    _ = ready.start()
    _ = ready.opened(1, at: self.now)
    #expect(ready.stop() == .close(generation: 1))
    #expect(ready.stop() == .none)
    #expect(ready.lost(1, at: self.now, jitter: 0) == .finish)

    var waiting = LinkStateMachine()
    _ = waiting.start()
    _ = waiting.openFailed(1, self.lost, jitter: 0)
    #expect(waiting.stop() == .finish)
    #expect(waiting.timerFired() == .finish)
  }

  @Test func aLateReportAboutAnEarlierGenerationChangesNothing() {
    var machine = LinkStateMachine()
    _ = machine.start()
    _ = machine.opened(1, at: self.now)
    _ = machine.lost(1, at: self.now, jitter: 0)
    _ = machine.timerFired()
    _ = machine.opened(2, at: self.now)
    machine.blocked(1)
    #expect(machine.lost(1, at: self.now, jitter: 0) == .none)
    #expect(machine.opened(1, at: self.now) == .none)
    #expect(machine.linkState == .ready)
  }

  @Test func randomEventsNeverReviveAClosedLinkNorRunTwoConnections() {
    var generator = SeededGenerator()
    print(generator)
    for _ in 0..<500 {
      var machine = LinkStateMachine()
      var newest: UInt64 = 0
      var wasFinal = false
      for _ in 0..<60 {
        let generation = UInt64.random(in: 0...(newest + 1), using: &generator)
        let code =
          [AMQPError.Code.linkLost, .refused, .preconditionFailed].randomElement(using: &generator) ?? .linkLost
        var action = LinkStateMachine.Action.none
        switch Int.random(in: 0..<18, using: &generator) {
        case 0...1: action = machine.start()
        case 2...4: action = machine.opened(generation, at: self.now)
        case 5...6:
          action = machine.openFailed(generation, AMQPError(code), jitter: .random(in: 0..<1, using: &generator))
        case 7: machine.blocked(generation)
        case 8: machine.unblocked(generation)
        case 9...11: action = machine.lost(generation, at: self.now, jitter: .random(in: 0..<1, using: &generator))
        case 12...14: action = machine.timerFired()
        case 15...16: machine.ended(generation)
        default: action = machine.stop()
        }
        switch action {
        case .connect(let next):
          #expect(next == newest + 1, "\(generator)")
          #expect(!wasFinal, "\(generator)")
          newest = next
        case .serve(let served), .close(let served): #expect(served == newest, "\(generator)")
        case .wait(let delay): #expect(delay >= .zero && delay <= .seconds(5), "\(generator)")
        case .finish: #expect(machine.linkState == .closed || machine.linkState == .failed, "\(generator)")
        case .none: break
        }
        let isFinal = machine.linkState == .closed || machine.linkState == .failed
        #expect(isFinal || !wasFinal, "\(generator)")
        wasFinal = isFinal
      }
    }
  }
}
