import TestSupport
import Testing

@testable import Postgres

@Suite("Pipeline state machine")
struct PipelineStateMachineTests {
  private typealias Event = PipelineStateMachine.Event
  private typealias Action = PipelineStateMachine.Action

  /// Sequences recorded from libpq 15 (PQgetResult until PGRES_PIPELINE_SYNC).
  @Test("P3: recorded sequences are understood")
  func recordedSequences() {
    expect(
      steps: 2, [.success, .separator, .success, .separator, .sync],
      [.keep(step: 0), .none, .keep(step: 1), .none, .finish])
    expect(
      steps: 4, [.success, .separator, .failure, .separator, .aborted, .separator, .aborted, .separator, .sync],
      [.keep(step: 0), .none, .fail(step: 1), .none, .none, .none, .none, .none, .finish])
    // A deferred constraint speaks at the implicit commit.
    expect(
      steps: 1, [.success, .separator, .failure, .separator, .sync],
      [.keep(step: 0), .none, .fail(step: 1), .none, .finish])
    expect(steps: 0, [.sync], [.finish])
  }

  @Test("A script's results end with one NULL, errors included")
  func scripts() {
    var machine = startedScript()
    let actions = [Event.success, .success, .failure, .separator].map { machine.receive($0) }
    #expect(actions == [.none, .none, .fail(step: 0), .finish])
    #expect(machine.isIdle)
  }

  @Test("P2: the start of a COPY closes the session")
  func foreignAnswer() {
    expect(steps: 1, [.foreign], [.close])
    var machine = startedScript()
    let action = machine.receive(.foreign)
    #expect(action == .close)
  }

  @Test("An answer that nobody asked for closes the session", arguments: PipelineStateMachine.Event.allCases)
  func unaskedAnswer(_ event: PipelineStateMachine.Event) {
    var machine = PipelineStateMachine()
    let action = machine.receive(event)
    #expect(action == .close)
    let isStarted = machine.start(steps: 1)
    #expect(!isStarted)
  }

  @Test("P3: in random round trips each result goes to its step; one NULL more or less closes the session")
  func randomRoundTrips() {
    var random = SeededGenerator()
    var machine = PipelineStateMachine()
    for _ in 0..<1_000 {
      let count = Int(random.next() % 8)
      let failing = random.next().isMultiple(of: 3) ? Int(random.next() % UInt64(count + 1)) : nil
      let events = sequence(steps: count, failing: failing)
      let isStarted = machine.start(steps: count)
      #expect(isStarted)
      let actions = events.map { machine.receive($0) }
      let kept = (0..<(failing ?? count)).map { Action.keep(step: $0) }
      #expect(
        actions.filter { $0 != .none } == kept + (failing.map { [.fail(step: $0)] } ?? []) + [.finish], "\(random)")
      #expect(machine.isIdle, "\(random)")

      let separators = events.indices.filter { events[$0] == .separator }
      guard let place = separators.randomElement(using: &random) else { continue }
      var changed = events
      if random.next().isMultiple(of: 2) {
        changed.remove(at: place)
      } else {
        changed.insert(.separator, at: place)
      }
      var other = started(steps: count)
      let closes = changed.contains { other.receive($0) == .close }
      #expect(closes, "\(random) \(changed)")
    }
  }

  @Test("Random answers: results in order, one failure at most, nothing after the end")
  func randomAnswers() {
    var random = SeededGenerator()
    for _ in 0..<2_000 {
      let count = Int(random.next() % 4)
      var machine = started(steps: count)
      var kept = 0
      var failures = 0
      var isOver = false
      for _ in 0..<12 {
        let event = Event.allCases[Int(random.next() % UInt64(Event.allCases.count))]
        switch machine.receive(event) {
        case .none: #expect(!isOver, "\(random)")
        case .keep(let step):
          #expect(!isOver && step == kept && failures == 0 && step < count, "\(random)")
          kept += 1
        case .fail(let step):
          failures += 1
          #expect(!isOver && step == kept && failures == 1, "\(random)")
        case .finish:
          #expect(!isOver && (kept == count || failures == 1), "\(random)")
          isOver = true
        case .close: isOver = true
        }
      }
    }
  }

  private func started(steps count: Int) -> PipelineStateMachine {
    var machine = PipelineStateMachine()
    let isStarted = machine.start(steps: count)
    #expect(isStarted)
    return machine
  }

  private func startedScript() -> PipelineStateMachine {
    var machine = PipelineStateMachine()
    let isStarted = machine.startScript()
    #expect(isStarted)
    return machine
  }

  /// What the server answers, from the table in the machine's head.
  private func sequence(steps count: Int, failing: Int?) -> [Event] {
    var events: [Event] = []
    for step in 0..<count {
      events.append(step < failing ?? count ? .success : step == failing ? .failure : .aborted)
      events.append(.separator)
    }
    if failing == count { events += [.failure, .separator] }
    return events + [.sync]
  }

  private func expect(
    steps: Int, _ events: [Event], _ actions: [Action], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var machine = started(steps: steps)
    let answered = events.map { machine.receive($0) }
    #expect(answered == actions, sourceLocation: sourceLocation)
  }
}
