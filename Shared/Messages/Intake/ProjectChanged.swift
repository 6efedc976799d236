package import FoundationEssentials
package import WorkCalendar

/// A project as the property register has it now: a snapshot, of which the newest counts.
package struct ProjectChanged: Message {
  package static let type = "project.changed.v1"
  package var subject: String { self.project.text }

  package let project: ProjectCode
  package let name: String
  package let company: String?
  package let city: String?
  /// Completion acceptance was passed; buildings may have days of their own.
  package let completedOn: CalendarDay?
  /// The project's own customer-service office is the address from this day.
  package let customerServiceOfficeOpensOn: CalendarDay?
  /// Owners begin to move in.
  package let moveInOn: CalendarDay?
  /// From this day customer service handles quality complaints itself.
  package let departmentWithdrawnOn: CalendarDay?
  package let changedAt: Date

  package init(
    project: ProjectCode, name: String, company: String? = nil, city: String? = nil, completedOn: CalendarDay? = nil,
    customerServiceOfficeOpensOn: CalendarDay? = nil, moveInOn: CalendarDay? = nil,
    departmentWithdrawnOn: CalendarDay? = nil, changedAt: Date
  ) {
    self.project = project
    self.name = name
    self.company = company
    self.city = city
    self.completedOn = completedOn
    self.customerServiceOfficeOpensOn = customerServiceOfficeOpensOn
    self.moveInOn = moveInOn
    self.departmentWithdrawnOn = departmentWithdrawnOn
    self.changedAt = changedAt
  }

  package static let samples = [
    ProjectChanged(
      project: Sample.project, name: "翠林兰溪园", company: "中海地产", city: "中山", completedOn: Sample.completionDay,
      customerServiceOfficeOpensOn: Sample.officeDay, moveInOn: Sample.deliveryDay,
      departmentWithdrawnOn: Sample.withdrawalDay, changedAt: Sample.time),
    ProjectChanged(project: Sample.project, name: "翠林兰溪园", changedAt: Sample.time),
  ]
}
