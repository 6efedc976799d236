import DispatchDomain
import Messages
import TestSupport
import Testing

/// Random inputs in random order, repeated and late, against the invariants of state machine 3.1.
@Suite struct CaseHistoryTests {
  @Test("No case is closed without signature and satisfied callback, rounds never go back, nothing leaves closed")
  func randomHistories() throws {
    var random = SeededGenerator()
    print("randomHistories: \(random)")
    let example = try CaseExample()
    for _ in 0..<500 {
      var (state, decision) = example.open(
        part: [.heating, .propertyService, .other].randomElement(using: &random) ?? .heating,
        category: [.engineeringQuality, .propertyService].randomElement(using: &random) ?? .engineeringQuality)
      var handled = 0
      var notes: [CaseNote] = []
      var satisfied = 0
      for _ in 0..<40 {
        let before = state
        let round = max(1, state.round - Int.random(in: 0...1, using: &random))
        decision = Self.step(&state, &notes, example, round: round, &random) ?? Decision()
        for event in decision.events {
          switch event {
          case let event as CaseHandled:
            handled += 1
            #expect(event.round == before.round, "\(random)")
          case is CaseClosed: satisfied += 1
          default: break
          }
        }
        #expect(state.round >= before.round && state.round <= before.round + 1, "\(random)")
        if before.state == .closed { #expect(state == before && decision.events.isEmpty, "\(random)") }
        if state.state != .registered { #expect(state.unit != nil, "\(random)") }
        #expect(state.number == before.number, "\(random)")
        let replies = notes.count(where: { $0.action == .reply })
        #expect(replies == (state.repliedAt == nil ? 0 : 1), "\(random)")
      }
      #expect(satisfied == (state.state == .closed ? 1 : 0), "\(random)")
      if state.state == .closed { #expect(handled == state.round, "\(random)") }
    }
  }

  /// - Returns: nil when the input was refused, which must leave the state as it was.
  private static func step(
    _ state: inout Case, _ notes: inout [CaseNote], _ example: CaseExample, round: Int,
    _ random: inout SeededGenerator
  ) -> Decision? {
    let before = state
    let text = ["周六上午查勘", "周日上午查勘"].randomElement(using: &random) ?? ""
    do {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return try example.process.assign(&state, to: .propertyOffice, now: example.now)
      case 1:
        let decision = try example.reply(&state, text, standing: notes.last { $0.action == .reply })
        if state != before { notes.append(example.note(.reply, text)) }
        return decision
      case 2:
        let decision = try example.handle(&state, text, standing: notes.last { $0.action == .handled })
        if state != before { notes.append(example.note(.handled, text)) }
        return decision
      case 3: return example.survey(&state)
      case 4: return example.sign(&state, round: round)
      case 5: return example.schedule(&state, round: round)
      default:
        return example.answer(&state, satisfied: Bool.random(using: &random), round: round)
      }
    } catch {
      #expect(state == before, "\(random)")
      return nil
    }
  }
}
