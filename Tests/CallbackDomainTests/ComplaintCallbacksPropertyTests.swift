import CallbackDomain
import Foundation
import Messages
import TestSupport
import Testing

/// Random events against all callbacks of one complaint.
@Suite struct ComplaintCallbacksPropertyTests {
  private enum Event {
    case handled(Int)
    case closed(Int)
    case due(CallbackNumber)
    case answered(CallbackNumber, Answer)
    case refused(CallbackNumber)
  }

  @Test func randomEventsNeverLeaveTheMachine() throws {
    var random = SeededGenerator()
    let rules = try Example.rules()
    for _ in 0..<80 {
      var callbacks = ComplaintCallbacks(complaint: Example.complaint)
      for step in 0..<50 {
        let event = self.randomEvent(&random)
        let before = callbacks
        let context: Comment = "\(random), step \(step): \(event)"
        do {
          let published = try self.apply(event, to: &callbacks, rules: rules)
          #expect(callbacks.version == before.version + (published ? 1 : 0), context)
          if !published { #expect(callbacks == before, context) }
        } catch {
          #expect(callbacks == before, context)
        }
        self.expectConsistency(of: callbacks, after: before, context)
        // Once more: a repetition or refused, in no case a second effect.
        let after = callbacks
        _ = try? self.apply(event, to: &callbacks, rules: rules)
        #expect(callbacks == after, context)
      }
    }
  }

  private func expectConsistency(
    of callbacks: ComplaintCallbacks, after before: ComplaintCallbacks, _ context: Comment
  ) {
    for callback in callbacks.callbacks.values {
      #expect((callback.state == .done) == (callback.answer != nil), context)
      #expect((callback.state == .refused) == (callback.refusal != nil), context)
      #expect(callback.kind == .milestone || callback.state != .due, context)
      #expect(callback.from < callback.dueAt, context)
      let old = before[callback.number]?.state
      switch callback.state {
      case .scheduled:
        let isRefused = before.callbacks.values.contains { $0.state == .refused }
        #expect(old == .scheduled || (old == nil && !isRefused), context)
      case .due: #expect(old == .scheduled || old == .due, context)
      case .cancelled: #expect(old != .done && old != .refused && old != nil, context)
      // a milestone callback is never answered, nor refused, before its day.
      // nor is anybody asked again who has refused before.
      case .refused where old == nil:
        #expect(callback.kind == .closing && before.callbacks.values.contains { $0.state == .refused }, context)
      case .refused: #expect(old == .refused || old == (callback.kind == .closing ? .scheduled : .due), context)
      case .done: #expect(old == .done || old == (callback.kind == .closing ? .scheduled : .due), context)
      }
    }
    #expect(Set(before.callbacks.keys).isSubset(of: callbacks.callbacks.keys), context)
  }

  private func randomEvent(_ random: inout SeededGenerator) -> Event {
    let round = Int.random(in: 1...3, using: &random)
    let number = Example.number(Bool.random(using: &random) ? .closing : .milestone, round)
    switch Int.random(in: 0..<6, using: &random) {
    case 5: return .refused(number)
    case 0: return .handled(round)
    case 1: return .closed(round)
    case 2: return .due(number)
    default:
      let by = Bool.random(using: &random) ? "li.na" : "chen.jie"
      return .answered(number, Example.answer(.random(in: 1...5, using: &random), 5, 4, by: by))
    }
  }

  private func apply(_ event: Event, to callbacks: inout ComplaintCallbacks, rules: CallbackRules) throws -> Bool {
    switch event {
    case .handled(let round):
      callbacks.schedule(after: Example.handled(round: round), rules: rules, now: Example.now) != nil
    case .closed(let round):
      callbacks.schedule(after: Example.closed(round: round), rules: rules, now: Example.now) != nil
    case .due(let number): callbacks.fallDue(number) != nil
    case .answered(let number, let answer): try callbacks.answer(number, answer) != nil
    case .refused(let number):
      try callbacks.refuse(number, Refusal(by: "chen.jie", refusedAt: Example.now)) != nil
    }
  }
}
