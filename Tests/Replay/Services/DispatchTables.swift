import DispatchDomain
import DispatchService
import DurableMessaging
import Messages
import Postgres

struct DispatchTables: ServiceTables {
  typealias Handler = MutableDispatchHandler

  private(set) var cases: [ComplaintNumber: Case] = [:]
  private var notes: [ComplaintNumber: [CaseNote]] = [:]
  /// Those that the last transaction has written.
  private(set) var changed: [Case] = []

  func locks(for inputs: [Input<DispatchAction>]) -> [String] {
    self.numbers(inputs).filter { self.cases[$0] != nil }.map(\.text)
  }

  func load(_ inputs: [Input<DispatchAction>]) -> DispatchState {
    let numbers = self.numbers(inputs)
    return DispatchState(
      cases: CaseBook(
        cases: numbers.compactMap { self.cases[$0] },
        notes: numbers.flatMap { number in self.notes[number, default: []].map { (number, $0) } }))
  }

  mutating func store(_ state: DispatchState) throws(PostgresError) {
    let changed = state.cases.changedCases
    for state in changed { try Self.check(state) }
    for state in changed { self.cases[state.number] = state }
    for (number, note) in state.cases.newNotes { self.notes[number, default: []].append(note) }
    self.changed = changed
  }

  private func numbers(_ inputs: [Input<DispatchAction>]) -> Set<ComplaintNumber> {
    Set(inputs.compactMap(CaseHandler.number))
  }

  private static func check(_ state: Case) throws(PostgresError) {
    guard (state.state == .registered) == (state.unit == nil) else { throw .violated("repair_case_responsible_check") }
    guard (state.unit == nil) == (state.assignedAt == nil) else { throw .violated("repair_case_assigned_check") }
    guard state.handledAt != nil || state.state == .registered || state.state == .assigned else {
      throw .violated("repair_case_handled_check")
    }
    guard (state.state == .closed) == (state.closedAt != nil) else { throw .violated("repair_case_closed_check") }
    guard state.round == 1 || (state.round > 1 && state.handledAt != nil) else {
      throw .violated("repair_case_round_check")
    }
  }
}
