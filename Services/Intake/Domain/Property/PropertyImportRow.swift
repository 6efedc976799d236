import Messages
import WorkCalendar

/// One line of a table of homes; what it leaves empty it does not say.
struct PropertyImportRow {
  let home: HomeAddress
  let completedOn: CalendarDay?
  let deliveredOn: CalendarDay?
  let builder: OriginalBuilder?
  let period: LongerPeriod?
  let resident: Resident?

  static let known = [
    "project", "building", "unit", "completed_on", "delivered_on", "builder_part", "builder", "period_part",
    "period_subpart", "period_months", "period_basis", "resident_role", "resident_surname", "resident_telephone",
    "resident_from", "resident_to",
  ]

  /// The names of the columns in the order of the table.
  static func columns(of header: CSVTable.Row) throws(Rejected) -> [String] {
    var faults: [Fault] = []
    for name in header.fields where !Self.known.contains(name) {
      faults.append(
        Fault("lines[\(header.line)]", .unknownValue, "A column must be one of: \(Self.known.joined(separator: ", ")).")
      )
    }
    if Set(header.fields).count < header.fields.count {
      faults.append(Fault("lines[\(header.line)]", .conflict, "A column stands twice."))
    }
    for name in ["project", "building", "unit"] where !header.fields.contains(name) {
      faults.append(Fault("lines[\(header.line)].\(name)", .missing, "The column is missing."))
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    return header.fields
  }

  /// - Throws: everything that is wrong in the line.
  init(_ row: CSVTable.Row, columns: [String]) throws(Rejected) {
    let path = "lines[\(row.line)]"
    guard row.fields.count <= columns.count else {
      throw Rejected(path, .invalid, "The line has \(row.fields.count) fields; the first line has \(columns.count).")
    }
    self = try ObjectReader.read(Self.object(row, columns), at: path) { Self.read(&$0) }
  }

  private init(
    home: HomeAddress, completedOn: CalendarDay?, deliveredOn: CalendarDay?, builder: OriginalBuilder?,
    period: LongerPeriod?, resident: Resident?
  ) {
    self.home = home
    self.completedOn = completedOn
    self.deliveredOn = deliveredOn
    self.builder = builder
    self.period = period
    self.resident = resident
  }

  /// The line as an object, so that the rules of the messages hold for it.
  private static func object(_ row: CSVTable.Row, _ columns: [String]) -> JSONValue {
    .object(
      JSONObject(
        members: zip(columns, row.fields).filter { !$1.isEmpty }.map { name, field in
          JSONObject.Member(name: name, value: name == "period_months" ? .number(field) : .string(field))
        }))
  }

  private static func read(_ fields: inout ObjectReader) -> Self? {
    let home = HomeAddress.read(&fields)
    let completedOn = fields.optional("completed_on", .day)
    let deliveredOn = fields.optional("delivered_on", .day)
    let builder = Self.builder(&fields)
    let period = Self.period(&fields)
    let resident = Self.resident(&fields)
    guard let home else { return nil }
    return Self(
      home: home, completedOn: completedOn, deliveredOn: deliveredOn, builder: builder, period: period,
      resident: resident)
  }

  private static func builder(_ fields: inout ObjectReader) -> OriginalBuilder? {
    let before = fields.faults.count
    let part = fields.optional("builder_part", .term(BuildingPart.self))
    let name = fields.optional("builder", .line(upTo: 80))
    if let part, let name { return OriginalBuilder(buildingPart: part, name: name) }
    // What is there but wrong has been named already.
    guard fields.faults.count == before else { return nil }
    if part != nil { fields.note("builder", .missing, "A part needs its builder.") }
    if name != nil { fields.note("builder_part", .missing, "A builder needs his part.") }
    return nil
  }

  private static func period(_ fields: inout ObjectReader) -> LongerPeriod? {
    let before = fields.faults.count
    let part = fields.optional("period_part", .term(BuildingPart.self))
    let subpart = fields.optional("period_subpart", .term(BuildingSubpart.self))
    let months = fields.optional("period_months", .integer(1...1200))
    let basis = fields.optional("period_basis", .term(LongerPeriod.Basis.self))
    if let subpart, let part, subpart.part != part {
      fields.note("period_subpart", .invalid, "This is no piece of that building part.")
    }
    if let part, let months, let basis {
      return LongerPeriod(buildingPart: part, subpart: subpart, months: months, basis: basis)
    }
    guard fields.faults.count == before else { return nil }
    guard part != nil || subpart != nil || months != nil || basis != nil else { return nil }
    if part == nil { fields.note("period_part", .missing, "A period needs its part.") }
    if months == nil { fields.note("period_months", .missing, "A period needs its months.") }
    if basis == nil { fields.note("period_basis", .missing, "A period needs its basis.") }
    return nil
  }

  private static func resident(_ fields: inout ObjectReader) -> Resident? {
    let before = fields.faults.count
    let role = fields.optional("resident_role", .term(ResidentRole.self))
    let surname = fields.optional("resident_surname", .line(upTo: 40))
    let telephone = fields.optional("resident_telephone", .telephone)
    let from = fields.optional("resident_from", .day)
    let to = fields.optional("resident_to", .day)
    if let from, let to, to < from { fields.note("resident_to", .invalid, "Lies before the first day.") }
    if let role, let surname, let telephone {
      return Resident(role: role, surname: surname, telephone: telephone, from: from, to: to)
    }
    guard fields.faults.count == before else { return nil }
    guard role != nil || surname != nil || telephone != nil || from != nil || to != nil else { return nil }
    if role == nil { fields.note("resident_role", .missing, "A resident needs his role.") }
    if surname == nil { fields.note("resident_surname", .missing, "A resident needs his surname.") }
    if telephone == nil { fields.note("resident_telephone", .missing, "A resident needs his telephone.") }
    return nil
  }
}
