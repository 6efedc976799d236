import DispatchDomain
import DispatchService
import DurableMessaging
import Messages
import Postgres

struct DispatchTables: ServiceTables {
  typealias Handler = MutableDispatchHandler

  private(set) var cases: [ComplaintNumber: Case] = [:]
  private var notes: [ComplaintNumber: [CaseNote]] = [:]
  private var departments: [ProjectCode: ProjectDepartment] = [:]
  private var judgements: [ComplaintNumber: [JudgementRecord]] = [:]
  private var notices: [ComplaintNumber: BuilderNotice] = [:]
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
        notes: numbers.flatMap { number in self.notes[number, default: []].map { (number, $0) } },
        departments: Array(self.departments.values)),
      judgements: JudgementBook(
        records: numbers.flatMap { number in self.judgements[number, default: []].map { (number, $0) } },
        notices: numbers.compactMap { number in self.notices[number].map { (number, $0) } }))
  }

  mutating func store(_ state: DispatchState) throws(PostgresError) {
    let changed = state.cases.changedCases
    for state in changed { try Self.check(state) }
    for state in changed { self.cases[state.number] = state }
    for department in state.cases.changedDepartments { self.departments[department.project] = department }
    for (number, note) in state.cases.newNotes { self.notes[number, default: []].append(note) }
    for (number, record) in state.judgements.newRecords { self.judgements[number, default: []].append(record) }
    for number in state.judgements.endedNotices { self.notices[number] = nil }
    self.notices.merge(state.judgements.changedNotices) { _, new in new }
    self.changed = changed
  }

  private func numbers(_ inputs: [Input<DispatchAction>]) -> Set<ComplaintNumber> {
    let handedOver = ConcernedProjects(inputs).handedOver
    let ofProjects = handedOver.isEmpty ? [] : self.cases.keys.filter { handedOver.contains($0.project) }
    return Set(inputs.compactMap(CaseHandler.number)).union(ofProjects)
  }

  private static func check(_ state: Case) throws(PostgresError) {
    func require(_ holds: Bool, _ constraint: String) throws(PostgresError) {
      guard holds else { throw .violated("repair_case_\(constraint)_check") }
    }
    switch state.state {
    case .registered, .verified: try require(state.unit == nil, "responsible")
    case .filedInvalid, .withdrawn: break
    default: try require(state.unit != nil, "responsible")
    }
    try require((state.unit == nil) == (state.assignedAt == nil), "assigned")
    try require(state.verifiedAt != nil || state.state == .registered || state.state == .withdrawn, "verified")
    let needsHandling = state.state == .awaitingEvaluation || state.state == .awaitingCallback || state.state == .rework
    try require(state.handledAt != nil || !needsHandling || (state.state == .rework && state.round > 1), "handled")
    let needsEvaluation =
      state.state == .awaitingCallback || state.outcome == .satisfied || state.outcome == .unreachable
    try require(state.evaluatedAt != nil || !needsEvaluation, "evaluated")
    try require(!state.state.isOpen == (state.closedAt != nil), "closed")
    try require((state.closedAt == nil) == (state.outcome == nil), "closed")
    try require(state.round >= 1 && (0..<state.round).contains(state.dissatisfied), "round")
  }
}
