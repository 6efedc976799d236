import DispatchDomain
import Messages
import Testing
import WorkCalendar

/// A unit with its dates, and what the national table says of defects in it.
struct WarrantyExample {
  let table: WarrantyTable

  init() throws {
    self.table = try WarrantyTable.national()
  }

  func facts(
    completed: String?, delivered: String?, designLife: Int? = nil, agreed: [LongerPeriod] = []
  ) throws -> WarrantyFacts {
    WarrantyFacts(
      completedOn: try completed.map { try CalendarDay($0) }, deliveredOn: try delivered.map { try CalendarDay($0) },
      designLifeYears: designLife, agreed: agreed)
  }

  func verdict(
    _ part: BuildingPart, _ subpart: BuildingSubpart? = nil, on day: String, completed: String?, delivered: String?,
    designLife: Int? = nil, agreed: [LongerPeriod] = []
  ) throws -> WarrantyVerdict {
    try self.table.verdict(
      on: part, subpart, reportedOn: try CalendarDay(day),
      facts: try self.facts(completed: completed, delivered: delivered, designLife: designLife, agreed: agreed))
  }
}
