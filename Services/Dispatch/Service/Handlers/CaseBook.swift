package import DispatchDomain
import Foundation
package import Messages

/// What a batch knows and changes of cases.
package struct CaseBook: Sendable {
  package private(set) var cases: [ComplaintNumber: Case]
  private(set) var changed: Set<ComplaintNumber> = []
  /// What people did so far to the cases that they do something to now, each in its order.
  private var notes: [ComplaintNumber: [CaseNote]]
  package private(set) var newNotes: [(number: ComplaintNumber, note: CaseNote)] = []

  /// Of the projects that this batch speaks of.
  package private(set) var departments: [ProjectCode: ProjectDepartment]
  package private(set) var changedDepartments: [ProjectDepartment] = []

  package init(
    cases: [Case], notes: [(number: ComplaintNumber, note: CaseNote)], departments: [ProjectDepartment] = []
  ) {
    self.departments = Dictionary(departments.map { ($0.project, $0) }) { first, _ in first }
    self.cases = Dictionary(cases.map { ($0.number, $0) }) { first, _ in first }
    self.notes = Dictionary(notes.map { ($0.number, [$0.note]) }, uniquingKeysWith: +)
  }

  /// The last thing of its kind that was done to the case.
  func lastNote(_ action: CaseNote.Action, of number: ComplaintNumber) -> CaseNote? {
    self.notes[number]?.last { $0.action == action }
  }

  mutating func add(_ note: CaseNote, to number: ComplaintNumber) {
    self.notes[number, default: []].append(note)
    self.newNotes.append((number, note))
  }

  mutating func put(_ department: ProjectDepartment) {
    self.departments[department.project] = department
    self.changedDepartments.removeAll { $0.project == department.project }
    self.changedDepartments.append(department)
  }

  mutating func put(_ state: Case) {
    guard self.cases[state.number] != state else { return }
    self.cases[state.number] = state
    self.changed.insert(state.number)
  }

  /// Those of which nothing that tells of people is to be left; nothing changes in a case after that.
  var anonymised: [ComplaintNumber] {
    self.changedCases.filter { $0.course.anonymisedAt != nil }.map(\.number)
  }

  /// In the order of their numbers, as they were locked.
  package var changedCases: [Case] {
    self.changed.compactMap { self.cases[$0] }.sorted { $0.number.text < $1.number.text }
  }
}
