package import Messages
import WorkCalendar

extension WarrantyTable {
  /// Reads a table from JSON, as in `Tables/national-1.json`.
  /// - Throws: everything that is wrong with it, each with its path.
  package init(json: [UInt8]) throws(Rejected) {
    self = try ObjectReader.read(try JSONValue(json), Self.read)
  }

  private static func read(_ fields: inout ObjectReader) -> WarrantyTable? {
    let name = fields.required("name", .line(upTo: 40))
    let version = fields.required("version", .integer(1...10_000))
    let heating = fields.required("heatingSeason", .object(Self.season))
    let cooling = fields.required("coolingSeason", .object(Self.season))
    let standsAlone = fields.required("standsAlone", .list(of: .term(BuildingSubpart.self), atMost: 200))
    let clauses = fields.required("clauses", .list(of: .object(Self.clause), atMost: 1000))
    guard let name, let version, let heating, let cooling, let standsAlone, let clauses else { return nil }
    Self.check(clauses, &fields)
    return WarrantyTable(
      name: name, version: version, heatingSeason: heating, coolingSeason: cooling, standsAlone: Set(standsAlone),
      clauses: clauses)
  }

  /// What no single clause shows.
  private static func check(_ clauses: [WarrantyClause], _ fields: inout ObjectReader) {
    for (index, clause) in clauses.enumerated() {
      if clauses[..<index].contains(where: { $0.id == clause.id }) {
        fields.note("clauses[\(index)].id", .conflict, "Another clause has this id.")
      }
      if let subpart = clause.subpart, subpart.part != clause.part {
        fields.note("clauses[\(index)].subpart", .invalid, "Must belong to the part of the clause.")
      }
    }
  }

  @Sendable private static func season(_ fields: inout ObjectReader) -> WarrantySeason? {
    let first = fields.required("from", .line(upTo: 5))
    let last = fields.required("to", .line(upTo: 5))
    // 2023 has no 29 February: a season begins and ends on days that every year has.
    let firstDay = first.flatMap { try? CalendarDay("2023-\($0)") }
    let lastDay = last.flatMap { try? CalendarDay("2023-\($0)") }
    if first != nil, firstDay == nil { fields.note("from", .invalid, "Must be a day as 11-15.") }
    if last != nil, lastDay == nil { fields.note("to", .invalid, "Must be a day as 03-15.") }
    guard let firstDay, let lastDay else { return nil }
    return WarrantySeason(
      firstMonth: firstDay.month, firstDay: firstDay.day, lastMonth: lastDay.month, lastDay: lastDay.day)
  }

  @Sendable private static func clause(_ fields: inout ObjectReader) -> WarrantyClause? {
    let id = fields.required("id", .line(upTo: 20))
    let part = fields.required("part", .term(BuildingPart.self))
    let subpart = fields.optional("subpart", .term(BuildingSubpart.self))
    let owes = fields.required("owes", .term(WarrantyDebtor.self))
    let start = fields.required("start", .term(WarrantyStart.self))
    let length = fields.required("length", .object(Self.length))
    let basis = fields.required("basis", .term(WarrantyBasis.self))
    let rule = fields.required("rule", .line(upTo: 5))
    let chinese = fields.required("chinese", .line(upTo: 200))
    let english = fields.required("english", .line(upTo: 200))
    let validFrom = Self.day("validFrom", &fields)
    let validTo = Self.day("validTo", &fields)
    guard let id, let part, let owes, let start, let length, let basis, let rule, let chinese, let english else {
      return nil
    }
    return WarrantyClause(
      id: id, part: part, subpart: subpart, owes: owes, start: start, length: length, basis: basis, rule: rule,
      source: TermName(chinese, english), validFrom: validFrom, validTo: validTo)
  }

  @Sendable private static func length(_ fields: inout ObjectReader) -> WarrantyLength? {
    let lengths = [
      fields.optional("years", .integer(1...100)).map { WarrantyLength.months(12 * $0) },
      fields.optional("months", .integer(1...1200)).map { .months($0) },
      fields.optional("heatingSeasons", .integer(1...50)).map { .heatingSeasons($0) },
      fields.optional("coolingSeasons", .integer(1...50)).map { .coolingSeasons($0) },
      fields.optional("designLifeOrYears", .integer(1...200)).map { .designLife(otherwiseYears: $0) },
    ]
    .compactMap(\.self)
    guard lengths.count == 1, fields.faults.isEmpty else {
      if fields.faults.isEmpty {
        fields.note("years", .missing, "One of years, months, heatingSeasons, coolingSeasons, designLifeOrYears.")
      }
      return nil
    }
    return lengths[0]
  }

  private static func day(_ name: String, _ fields: inout ObjectReader) -> CalendarDay? {
    guard let text = fields.optional(name, .line(upTo: 10)) else { return nil }
    let day = try? CalendarDay(text)
    if day == nil { fields.note(name, .invalid, "Must be a day as 2000-01-30.") }
    return day
  }
}
