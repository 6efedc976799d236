import CallbackDomain
import Foundation
import Messages
import Testing

/// State machine 3.5, main path.
@Suite struct ComplaintCallbacksTests {
  private let callbacks: CallbacksUnderTest

  init() throws {
    self.callbacks = try CallbacksUnderTest()
  }

  @Test("R-167: the closing callback can be made at once and is due after three working days")
  func closingCallback() throws {
    let friday = Example.time("2023-01-20T16:00:00+08:00")
    let event = try #require(self.callbacks.schedule(Example.handled(at: friday)))
    #expect(event.callback.text == "CLX-2023-000001-C1")
    #expect(event.from == friday)
    // Spring Festival rests from the 21st to the 27th; Saturday the 28th and Sunday the 29th make up for it.
    #expect(event.dueAt == Example.time("2023-01-31T00:00:00+08:00"))
  }

  @Test("R-176, R-179: the milestone callback begins a week after closing and may wait five working days")
  func milestoneCallback() throws {
    let event = try #require(self.callbacks.schedule(Example.closed()))
    #expect(event.callback.text == "CLX-2023-000001-M1")
    #expect(event.from == Example.time("2023-01-10T00:00:00+08:00"))
    #expect(event.dueAt == Example.time("2023-01-18T00:00:00+08:00"))
  }

  @Test("R-008, R-176: a week that ends in a holiday rolls to the next working day")
  func milestoneOverAHoliday() throws {
    let event = try #require(self.callbacks.schedule(Example.closed(at: Example.time("2023-01-16T10:00:00+08:00"))))
    #expect(event.from == Example.time("2023-01-28T00:00:00+08:00"))
    #expect(event.dueAt == Example.time("2023-02-03T00:00:00+08:00"))
  }

  @Test("R-191: a kind and a round have one callback, whatever messages arrive")
  func oneCallbackAKindAndRound() throws {
    #expect(self.callbacks.schedule(Example.handled()) != nil)
    let before = self.callbacks.value
    #expect(self.callbacks.schedule(Example.handled(by: "wu.min")) == nil)
    #expect(self.callbacks.value == before)
    #expect(self.callbacks.schedule(Example.handled(round: 2)) != nil)
    #expect(self.callbacks.schedule(Example.closed(round: 2)) != nil)
    #expect(self.callbacks.value.callbacks.count == 3)
    #expect(self.callbacks.value.version == 3)
  }

  @Test(
    "R-169: the customer is satisfied when every score is 4 or 5",
    arguments: [((5, 4, 5), true), ((4, 4, 4), true), ((5, 5, 3), false), ((1, 5, 5), false)])
  func satisfaction(scores: (Int, Int, Int), isSatisfied: Bool) throws {
    _ = self.callbacks.schedule(Example.handled())
    let answer = Example.answer(scores.0, scores.1, scores.2)
    let event = try #require(try self.callbacks.answer(Example.number(.closing), answer))
    #expect(event.isSatisfied == isSatisfied)
    #expect(self.callbacks.value[Example.number(.closing)]?.state == .done)
  }

  @Test("R-168: the handler may not call back about his own case")
  func theHandlerMayNotAsk() throws {
    _ = self.callbacks.schedule(Example.handled(by: "li.na"))
    _ = self.callbacks.schedule(Example.closed())
    _ = self.callbacks.fallDue(Example.number(.milestone))
    let before = self.callbacks.value
    let answer = Example.answer(5, 5, 5, by: "li.na")
    #expect(refusal { _ = try self.callbacks.answer(Example.number(.closing), answer) } == [.invalid])
    #expect(self.callbacks.value == before)
    // The milestone callback measures; whoever asks cannot close a case by it.
    #expect(try self.callbacks.answer(Example.number(.milestone), answer) != nil)
  }

  @Test func theSameAnswerAgainChangesNothingAnotherIsAConflict() throws {
    let number = Example.number(.closing)
    _ = self.callbacks.schedule(Example.handled())
    _ = try self.callbacks.answer(number, Example.answer(5, 5, 5, remark: "很好"))
    let before = self.callbacks.value
    let later = Example.now.addingTimeInterval(60)
    #expect(
      try self.callbacks.answer(number, Example.answer(5, 5, 5, remark: "很好", at: later)) == nil)
    #expect(refusal { _ = try self.callbacks.answer(number, Example.answer(5, 5, 4)) } == [.conflict])
    #expect(self.callbacks.value == before)
  }

  @Test("R-179: a milestone callback is made from its day on")
  func theMilestoneWaitsForItsDay() throws {
    let number = Example.number(.milestone)
    let scheduled = try #require(self.callbacks.schedule(Example.closed()))
    #expect(refusal { _ = try self.callbacks.answer(number, Example.answer(5, 5, 5)) } == [.wrongState])
    #expect(self.callbacks.fallDue(number)?.dueAt == scheduled.dueAt)
    #expect(self.callbacks.fallDue(number) == nil)
    #expect(try self.callbacks.answer(number, Example.answer(2, 5, 5))?.isSatisfied == false)
    #expect(self.callbacks.fallDue(number) == nil)
  }

  @Test func anUnknownCallbackIsNotFoundAndNeverDue() throws {
    let number = Example.number(.closing, 7)
    #expect(
      refusal { _ = try self.callbacks.answer(number, Example.answer(5, 5, 5)) }
        == [.notFound])
    #expect(self.callbacks.fallDue(number) == nil)
  }
}
