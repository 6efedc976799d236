import DispatchDomain
import Foundation
import Messages
import TestSupport
import Testing

/// Random inputs in random order, repeated and late, against the invariants of state machine 3.1.
@Suite struct CaseHistoryTests {
  @Test("R-067, R-068, R-069: the invariants of state machine 3.1 hold in every history")
  func randomHistories() throws {
    var random = SeededGenerator()
    print("randomHistories: \(random)")
    for _ in 0..<800 {
      var history = try History(&random)
      for _ in 0..<60 { history.step(&random) }
      history.conclude(seed: "\(random)")
    }
  }
}

/// One case, what happens to it, and what must hold of it.
private struct History {
  private var example: CaseExample
  private var state: Case
  private var notes: [CaseNote] = []
  private var satisfied: Set<Int> = []
  private var closings = 0

  init(_ random: inout SeededGenerator) throws {
    self.example = try CaseExample()
    let parts: [BuildingPart] = [.heating, .propertyService, .other]
    let categories: [Messages.Category] = [.engineeringQuality, .propertyService, .other]
    (self.state, _) = self.example.open(
      part: parts.randomElement(using: &random) ?? .heating,
      category: categories.randomElement(using: &random) ?? .other,
      grade: Grade.known.randomElement(using: &random) ?? .general)
  }

  mutating func step(_ random: inout SeededGenerator) {
    let before = self.state
    self.example.now += Double.random(in: 60...300_000, using: &random)
    let events = self.input(&random)
    let seed = "\(random)"
    if self.state.state != before.state {
      #expect(
        before.state.successors.contains(self.state.state), "\(before.state) to \(self.state.state), \(seed)")
    }
    #expect(self.state.number == before.number, "\(seed)")
    #expect(self.state.round >= before.round && self.state.round <= before.round + 1, "\(seed)")
    #expect(!self.state.state.needsUnit || self.state.unit != nil, "\(self.state.state) without unit, \(seed)")
    if self.state == before { #expect(events.isEmpty, "events without change, \(seed)") }
    for event in events {
      if let closed = event as? CaseClosed { self.expectProperEnd(closed, seed) }
    }
    self.expectSomethingNext(seed)
  }

  /// no ordinary closing without evaluation and satisfied callback; the exceptions have their record.
  private mutating func expectProperEnd(_ closed: CaseClosed, _ seed: String) {
    self.closings += 1
    #expect(closed.outcome == self.state.outcome, "\(seed)")
    switch closed.outcome {
    case .satisfied:
      #expect(self.satisfied.contains(closed.round) && self.state.evaluatedAt != nil, "\(seed)")
    case .unreachable: #expect(self.state.course.letterSentAt != nil && self.state.evaluatedAt != nil, "\(seed)")
    case .byDecision: #expect(self.notes.contains { $0.action == .decision }, "\(seed)")
    case .invalid: #expect(self.notes.contains { $0.action == .filing || $0.action == .decision }, "\(seed)")
    case .withdrawn: #expect(self.notes.contains { $0.action == .withdrawal }, "\(seed)")
    default: Issue.record("An end without a name, \(seed)")
    }
  }

  /// an open case has a limit that runs, or one that was missed and is still owed; one that has ended has none but
  /// that of its report.
  private func expectSomethingNext(_ seed: String) {
    let running = self.state.running
    if self.state.state.isOpen {
      #expect(!running.isEmpty, "\(self.state.state) without a limit, \(seed)")
    } else {
      #expect(Set(running).isSubset(of: [.handlingReport]), "\(running), \(seed)")
    }
    #expect(Set(running).count == running.count, "\(seed)")
    #expect(self.state.state.isOpen == (self.state.closedAt == nil), "\(seed)")
  }

  func conclude(seed: String) {
    if !self.state.state.isOpen { #expect(self.closings > 0, "\(seed)") }
  }

  // MARK: - Inputs

  private mutating func input(_ random: inout SeededGenerator) -> [any Message] {
    let round = max(1, self.state.round - Int.random(in: 0...1, using: &random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return self.example.survey(&self.state)
    case 1: return self.example.sign(&self.state, round: round)
    case 2, 3:
      let isSatisfied = Bool.random(using: &random)
      if isSatisfied, self.state.state == .awaitingCallback { self.satisfied.insert(round) }
      return self.example.answer(&self.state, satisfied: isSatisfied, round: round)
    case 4:
      self.example.reachNobody(&self.state)
      return []
    case 5: return self.fire(&random)
    default: return self.act(&random)
    }
  }

  /// A limit whose time has come, or not.
  private mutating func fire(_ random: inout SeededGenerator) -> [any Message] {
    guard let timer = self.state.course.timers.randomElement(using: &random) else { return [] }
    do {
      let events = try self.example.process.passed(timer.name, of: &self.state, now: self.example.now)
      // the same moment once more says nothing.
      let before = self.state
      if self.state.timer(timer.name)?.told == .leader {
        #expect(try self.example.process.passed(timer.name, of: &self.state, now: self.example.now).isEmpty)
        #expect(self.state == before)
      }
      return events
    } catch {
      Issue.record("A limit of the case was refused: \(error), \(random)")
      return []
    }
  }

  private mutating func act(_ random: inout SeededGenerator) -> [any Message] {
    let authority: CaseAction.Authority = [.staff, .manager, .leader].randomElement(using: &random) ?? .staff
    let action = CaseAction(self.example.number, self.deed(&random), by: "li.na", authority: authority)
    let note = action.note(at: self.example.now)
    let before = self.state
    do throws(Rejected) {
      let standing = self.notes.last { $0.action == note.action }
      let events = try self.example.process.perform(action, on: &self.state, standing: standing, now: self.example.now)
      if self.state != before { self.notes.append(note) }
      self.expectRepeatChangesNothing(action, note, "\(random)")
      return events
    } catch {
      #expect(self.state == before, "a refused input changed the case, \(random)")
      return []
    }
  }

  /// The same request again, at once. Where the step is legal a second time it is another step, which no repeat is.
  private func expectRepeatChangesNothing(_ action: CaseAction, _ note: CaseNote, _ seed: String) {
    switch action.deed {
    case .assign, .reply, .appoint, .report, .finishStage, .withdraw, .verify, .file, .dispute, .notify, .reopen: break
    default: return
    }
    var again = self.state
    let events = try? self.example.process.perform(action, on: &again, standing: note, now: self.example.now)
    #expect(events?.isEmpty == true && again == self.state, "\(action.deed) twice, \(seed)")
  }

  private func deed(_ random: inout SeededGenerator) -> CaseAction.Deed {
    let units: [ResponsibleUnit] = [.propertyOffice, .salesDepartment, .projectDepartment, .customerService]
    let unit = units.randomElement(using: &random) ?? .customerService
    let later = self.example.now + Double.random(in: -1_000...2_000_000, using: &random)
    let evaluation = CustomerEvaluation(isAccepted: Bool.random(using: &random))
    let words = ["一", "二"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<19, using: &random) {
    case 0: return .verify(findings: words)
    case 1: return .assign(unit, contributors: Bool.random(using: &random) ? [] : [.designDepartment])
    case 2: return .giveBack(.notOurs, opinion: words)
    case 3: return Int.random(in: 0..<4, using: &random) == 0 ? .file(reason: words) : .resume(reason: words)
    case 4:
      return .report(
        [.firstResponse, .leaderTold, .handlingReport].randomElement(using: &random) ?? .reply, text: words)
    case 5: return .reply(CasePlan(words, stages: [PlannedStage(name: "一", dueAt: later)]))
    case 6: return .reply(CasePlan(words))
    case 7: return .start(reason: Bool.random(using: &random) ? words : nil)
    case 8: return .finishStage(1)
    case 9: return .appoint([.survey, .reply, .callback].randomElement(using: &random) ?? .survey, at: later)
    case 10: return .dispute(opinions: words)
    case 11, 12:
      return .decide([.assign(unit), .work, .file, .close].randomElement(using: &random) ?? .work, reason: words)
    case 13: return .suspend(.season, reason: words, reviewAt: Bool.random(using: &random) ? later : nil)
    case 14: return .handle(result: words, reason: words, evaluation: Bool.random(using: &random) ? evaluation : nil)
    case 15: return .evaluate(evaluation)
    case 16: return Int.random(in: 0..<6, using: &random) == 0 ? .withdraw(statement: words) : .resume(reason: words)
    case 17: return .reopen(reason: words)
    default: return Bool.random(using: &random) ? .notify(letter: words) : .object(statement: words)
    }
  }
}
