import DurableMessaging
import IntakeDomain
import IntakeService
import Messages
import Postgres
import WorkCalendar

struct IntakeTables: ServiceTables {
  typealias Handler = IntakeHandler

  private(set) var projects: [ProjectCode: Project] = [:]
  private(set) var complaints: [SenderReference: Complaint] = [:]
  private(set) var lastSerials: [ComplaintRegister.Series: Int] = [:]
  private(set) var numbers: Set<ComplaintNumber> = []
  /// In the order in which they were registered.
  private(set) var registered: [Complaint] = []

  private var matters: [Matter] = []

  private func registered(in project: ProjectCode) -> [Complaint] {
    self.complaints.values.filter { $0.number.project == project }
  }

  func locks(for inputs: [Input<IntakeAction>]) -> [String] {
    IntakeKeys(inputs).projects.filter { self.projects[$0] != nil }.map(\.text)
  }

  func load(_ inputs: [Input<IntakeAction>]) -> IntakeState {
    let keys = IntakeKeys(inputs)
    let found = keys.projects.compactMap { self.projects[$0] }
    let changing = self.complaints.values.filter { keys.complaints.contains($0.number) }
    let sameWorks = self.projects.values.filter { keys.worksNumbers.contains($0.worksNumber) }
    let recent = keys.looks.map { project, moment in
      let since = WorkCalendar.mainlandChina.monthBefore(moment)
      return (
        project, self.registered(in: project).filter { $0.report.receivedAt >= since },
        self.matters.filter { $0.number.first.project == project }
      )
    }
    return IntakeState(
      readings: keys.readings,
      register: ComplaintRegister(
        projects: found, complaints: keys.submissions.compactMap { self.complaints[$0] },
        lastSerials: self.lastSerials.filter { keys.projects.contains($0.key.project) }, calendar: .mainlandChina),
      book: ComplaintBook(changing + recent.flatMap(\.1)),
      property: PropertyRegister(projects: found, buildings: [], units: [], calendar: .mainlandChina),
      recent: Dictionary(recent.map { ($0.0, ($0.1.map(\.number), $0.2)) }) { first, _ in first },
      sameWorksNumbers: sameWorks)
  }

  mutating func store(_ state: IntakeState) throws(PostgresError) {
    for (project, _) in state.newProjects {
      guard self.projects[project.code] == nil else { throw .violated("project_pkey", .uniqueViolation) }
    }
    for complaint in state.register.registered {
      guard !self.numbers.contains(complaint.number) else { throw .violated("complaint_pkey", .uniqueViolation) }
      guard self.complaints[complaint.key] == nil else {
        throw .violated("complaint_source_reference_key", .uniqueViolation)
      }
    }
    for (project, _) in state.newProjects { self.projects[project.code] = project }
    for complaint in state.book.changed { self.complaints[complaint.key] = complaint }
    self.matters += state.changedMatters
    guard !state.register.registered.isEmpty else { return }
    self.lastSerials.merge(state.register.lastSerials) { _, new in new }
    for complaint in state.register.registered {
      self.numbers.insert(complaint.number)
      self.complaints[complaint.key] = complaint
      self.registered.append(complaint)
    }
  }
}
