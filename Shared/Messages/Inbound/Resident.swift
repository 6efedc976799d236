package import WorkCalendar

/// Who owns a home or lives in it, and from when to when (S55). Personal data: it stays in intake.
package struct Resident: Codable, Sendable, Hashable {
  package let role: ResidentRole
  package let surname: String
  package let telephone: String
  /// The first day; left out where nobody knows it.
  package let from: CalendarDay?
  /// The last day; left out while it goes on.
  package let to: CalendarDay?

  package init(
    role: ResidentRole, surname: String, telephone: String, from: CalendarDay? = nil, to: CalendarDay? = nil
  ) {
    self.role = role
    self.surname = surname
    self.telephone = telephone
    self.from = from
    self.to = to
  }
}

extension Resident {
  package static func read(_ fields: inout ObjectReader) -> Resident? {
    let role = fields.required("role", .term(ResidentRole.self))
    let surname = fields.required("surname", .line(upTo: 40))
    let telephone = fields.required("telephone", .telephone)
    let from = fields.optional("from", .day)
    let to = fields.optional("to", .day)
    if let from, let to, to < from { fields.note("to", .invalid, "Lies before the first day.") }
    guard let role, let surname, let telephone else { return nil }
    return Resident(role: role, surname: surname, telephone: telephone, from: from, to: to)
  }
}
