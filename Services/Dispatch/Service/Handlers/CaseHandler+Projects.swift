import DispatchDomain
package import DurableMessaging
import Foundation
package import Messages
import Messaging
import Postgres

/// The projects that a batch may ask for.
package struct ConcernedProjects: Sendable {
  /// Those whose open cases may have to be handed over now. Each change of a project with a withdrawal counts, though most
  /// say nothing new of it: whether it is news stands in the project's row, which may change until the lock is held, and the
  /// cases are asked for in the same trip as the lock. Changes of a withdrawn project are rare.
  package private(set) var handedOver: Set<ProjectCode> = []
  /// Those in which a case may be opened, or given to a unit, by what a rule says of the project.
  private var giving: Set<ProjectCode> = []
  /// Those whose change says nothing of a withdrawal.
  private var changed: Set<ProjectCode> = []

  package init(_ inputs: [Input<DispatchAction>]) {
    for input in inputs {
      switch input {
      case .message(_, let envelope)
      where envelope.type == ComplaintRegistered.type || envelope.type == ComplaintConverted.type:
        if let number = envelope.subject.flatMap(ComplaintNumber.init) { self.giving.insert(number.project) }
      case .message(_, let envelope) where envelope.type == ProjectChanged.type:
        if let project = envelope.subject.flatMap(ProjectCode.init) { self.changed.insert(project) }
        guard let message = try? envelope.decode(ProjectChanged.self), message.departmentWithdrawnOn != nil else {
          continue
        }
        self.handedOver.insert(message.project)
      case .deadline(let deadline) where deadline.name == CaseHandler.handoverDeadline:
        if let project = ProjectCode(deadline.subject) { self.handedOver.insert(project) }
      case .action(.onCase(let action)) where action.namesDepartment: self.giving.insert(action.number.project)
      default: break
      }
    }
  }

  /// In one order everywhere.
  var all: [ProjectCode] {
    self.handedOver.union(self.giving).union(self.changed).sorted { $0.text < $1.text }
  }

  /// Those whose assignments and hand-overs must not cross: whoever gives a case to a unit holds them together with others, and
  /// whoever hands over holds them alone.
  var held: [(project: ProjectCode, alone: Bool)] {
    self.handedOver.map { ($0, true) } + self.giving.subtracting(self.handedOver).map { ($0, false) }
  }
}

/// What a project's change does to its cases: on withdrawal of its department the open quality cases are handed over to
/// customer service.
extension CaseHandler {
  static let handoverDeadline = "handover"

  func change(
    _ message: ProjectChanged, state: inout CaseBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    var told = ProjectDepartment(message)
    let known = state.departments[told.project]
    guard known.map({ $0.changedAt < told.changedAt }) ?? true else { return }
    // Most changes of a project are about something else.
    guard told.differs(from: known) else { return }
    let isWithdrawalNew = told.withdrawnOn != known?.withdrawnOn
    if !isWithdrawalNew, let handedOverAt = known?.handedOverAt { told.handOver(at: handedOverAt) }
    state.put(told)
    guard isWithdrawalNew else { return }
    let calendar = self.process.rules.calendar
    if told.isWithdrawn(at: now, calendar: calendar) { self.handOver(told, &state, now, &effects) }
    guard let time = told.handsOverAt(after: now, calendar: calendar) else {
      return effects.cancelDeadline(Self.handoverDeadline, of: told.project.text)
    }
    effects.setDeadline(
      Deadline(
        subject: told.project.text, name: Self.handoverDeadline, dueAt: time, payload: self.process.timerPayload))
  }

  func handOver(_ deadline: Deadline, state: inout CaseBook, now: Date, effects: inout Effects) {
    guard let project = ProjectCode(deadline.subject), let department = state.departments[project],
      department.isWithdrawn(at: now, calendar: self.process.rules.calendar)
    else { return }
    self.handOver(department, &state, now, &effects)
  }

  private func handOver(
    _ department: ProjectDepartment, _ state: inout CaseBook, _ now: Date, _ effects: inout Effects
  ) {
    var department = department
    department.handOver(at: now)
    state.put(department)
    let open = state.cases.values.filter {
      $0.address.project == department.project && self.process.isHandedOver($0)
    }
    for before in open.sorted(by: { $0.number.text < $1.number.text }) {
      var after = before
      let events = self.process.handOver(&after, now: now)
      let note = CaseNote(notedAt: now, action: .handover, person: "system", text: before.unit?.name.chinese)
      state.add(note, to: before.number)
      _ = self.apply(events, from: before, to: after, &state, &effects)
    }
  }
}

extension CaseAction {
  /// A case goes to a unit that is not on the site any more after the withdrawal.
  fileprivate var namesDepartment: Bool {
    let units: [ResponsibleUnit] =
      switch self.deed {
      case .assign(let unit, let contributors): [unit] + contributors
      case .decide(.assign(let unit), _): [unit]
      default: []
      }
    return units.contains(.projectDepartment) || units.contains(.projectOffice)
  }
}

extension CaseHandler {
  /// - Throws: `conflict` when a person gives a case to a department that has left.
  func requirePresence(_ action: CaseAction, _ state: CaseBook, now: Date) throws(Rejected) {
    guard action.namesDepartment, let department = state.departments[action.number.project],
      department.isWithdrawn(at: now, calendar: self.process.rules.calendar)
    else { return }
    throw Rejected(
      "unit", .conflict, "The project department has left; customer service answers in its place (R-061).")
  }
}

/// The cases of a batch: those that it names, and where projects are handed over, their open ones with them.
struct CaseTicket: Sendable {
  private enum Ticket: Sendable {
    case named(PipelineTicket<LockCases>)
    case withProjects(PipelineTicket<LockCasesWithProjects>)
  }

  private let ticket: Ticket

  init(_ numbers: [ComplaintNumber], of projects: [ProjectCode], in pipeline: inout Pipeline) {
    self.ticket =
      projects.isEmpty
      ? .named(pipeline.add(LockCases(numbers: numbers)))
      : .withProjects(pipeline.add(LockCasesWithProjects(numbers: numbers, projects: projects)))
  }

  func rows(_ results: PipelineResults) throws(PostgresError) -> [Case] {
    switch self.ticket {
    case .named(let ticket): try results.rows(ticket)
    case .withProjects(let ticket): try results.rows(ticket)
    }
  }
}
