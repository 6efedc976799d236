package import Foundation
package import WorkCalendar

/// What the property register knows of a project beside its code, name and works number (S15).
package struct ProjectParticulars: Sendable, Hashable {
  package var company: String?
  package var city: String?
  /// R-096; buildings may have days of their own.
  package var completedOn: Dated?
  ///
  package var customerServiceOfficeOpensOn: CalendarDay?
  package var moveInOn: CalendarDay?
  /// By the act that was signed last.
  package var departmentWithdrawnOn: Dated?

  /// A day, and when somebody said that it is this one: what was said later counts.
  package struct Dated: Sendable, Hashable {
    package let day: CalendarDay
    package let asOf: Date

    package init(_ day: CalendarDay, asOf: Date) {
      self.day = day
      self.asOf = asOf
    }
  }

  package init(
    company: String? = nil, city: String? = nil, completedOn: Dated? = nil,
    customerServiceOfficeOpensOn: CalendarDay? = nil, moveInOn: CalendarDay? = nil, departmentWithdrawnOn: Dated? = nil
  ) {
    self.company = company
    self.city = city
    self.completedOn = completedOn
    self.customerServiceOfficeOpensOn = customerServiceOfficeOpensOn
    self.moveInOn = moveInOn
    self.departmentWithdrawnOn = departmentWithdrawnOn
  }
}

extension ProjectParticulars.Dated? {
  /// Whether something that was said at `asOf` is newer than what is known. The same again is not.
  func isOlder(than asOf: Date) -> Bool {
    guard let self else { return true }
    return self.asOf < asOf
  }
}
