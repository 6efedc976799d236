import CallbackDomain
import Foundation
import Messages
import Testing

@Suite struct UnreachableTests {
  private let callbacks: CallbacksUnderTest
  private let number = Example.number(.closing)

  init() throws {
    self.callbacks = try CallbacksUnderTest()
  }

  @Test("R-187, R-188: three attempts on three days reach nobody, and that is said once")
  func threeAttempts() throws {
    _ = self.callbacks.schedule(Example.handled())
    let day = 86_400.0
    #expect(try self.callbacks.attempt(self.number, at: Example.now) == nil)
    #expect(refusal { _ = try self.callbacks.attempt(self.number, at: Example.now + 3600) } == [.wrongState])
    #expect(try self.callbacks.attempt(self.number, at: Example.now + day) == nil)
    let event = try #require(try self.callbacks.attempt(self.number, at: Example.now + 2 * day))
    #expect(event.attempts == 3)
    #expect(refusal { _ = try self.callbacks.attempt(self.number, at: Example.now + 3 * day) } == [.wrongState])
    // Whoever is reached after all may still answer.
    #expect(try self.callbacks.answer(self.number, Example.answer(5, 5, 5)) != nil)
  }

  @Test("R-188: who was never reached is not asked again after the letter")
  func letterInsteadOfCallback() throws {
    _ = self.callbacks.schedule(Example.handled())
    #expect(self.callbacks.schedule(Example.closed(as: .unreachable)) == nil)
    #expect(self.callbacks.cancel(upTo: 1) == [self.number])
    #expect(refusal { _ = try self.callbacks.answer(self.number, Example.answer(5, 5, 5)) } == [.wrongState])
  }

  @Test(
    "R-192: a case that is opened again before its milestone callback cancels it, and gets a new one when it closes")
  func milestoneOfAnEarlierRound() throws {
    _ = self.callbacks.schedule(Example.closed())
    #expect(self.callbacks.cancel(upTo: 1) == [Example.number(.milestone)])
    #expect(self.callbacks.fallDue(Example.number(.milestone)) == nil)
    #expect(self.callbacks.schedule(Example.closed(round: 2))?.callback == Example.number(.milestone, 2))
  }

  @Test("A customer who took the complaint back is called all the same; one whose complaint was invalid is not")
  func endsWithoutCallback() {
    #expect(self.callbacks.schedule(Example.closed(as: .withdrawn))?.kind == .closing)
    #expect(self.callbacks.schedule(Example.closed(round: 2, as: .invalid)) == nil)
    #expect(self.callbacks.schedule(Example.closed(round: 3, as: .byDecision))?.kind == .milestone)
  }

  @Test("R-189: a customer who refuses is told apart, is not satisfied, and is not asked again about the case")
  func refused() throws {
    _ = self.callbacks.schedule(Example.handled())
    #expect(refusal { _ = try self.callbacks.refuse(self.number, by: "li.na") } == [.invalid])
    let event = try #require(try self.callbacks.refuse(self.number, by: "chen.jie"))
    #expect(event.callback == self.number && event.kind == .closing)
    #expect(try self.callbacks.refuse(self.number, by: "chen.jie") == nil)
    #expect(self.callbacks.value[self.number]?.state == .refused)
    #expect(self.callbacks.value[self.number]?.isSatisfied == nil)
    #expect(refusal { _ = try self.callbacks.answer(self.number, Example.answer(5, 5, 5)) } == [.wrongState])
    #expect(refusal { _ = try self.callbacks.attempt(self.number, at: Example.now) } == [.wrongState])
    #expect(self.callbacks.schedule(Example.closed(as: .refused)) == nil)
    #expect(self.callbacks.schedule(Example.closed(as: .withdrawn)) == nil)
    // He comes back himself with the same matter: his word stands, and dispatch does not wait.
    let next = Example.number(.closing, 2)
    let again = try #require(self.callbacks.handle(Example.handled(round: 2, by: "chen.jie")) as? CallbackRefused)
    #expect(again.callback == next && again.round == 2 && again.kind == .closing)
    #expect(self.callbacks.handle(Example.handled(round: 2)) == nil)
    #expect(self.callbacks.value[next]?.state == .refused)
    #expect(refusal { _ = try self.callbacks.answer(next, Example.answer(5, 5, 5)) } == [.wrongState])
    #expect(self.callbacks.schedule(Example.closed(round: 2, as: .refused)) == nil)
    #expect(self.callbacks.schedule(Example.closed(round: 2, as: .byDecision)) == nil)
  }

  @Test("R-189: who has refused the milestone callback is not called about the next round either")
  func refusedMilestone() throws {
    _ = self.callbacks.schedule(Example.closed())
    let milestone = Example.number(.milestone)
    _ = self.callbacks.fallDue(milestone)
    #expect(try self.callbacks.refuse(milestone, by: "chen.jie") != nil)
    #expect(self.callbacks.handle(Example.handled(round: 2)) is CallbackRefused)
  }
}
