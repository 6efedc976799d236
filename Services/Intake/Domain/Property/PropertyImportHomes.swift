import Foundation
import Messages
import WorkCalendar

/// The homes of a table, with the lines of each gathered.
struct PropertyImportHomes {
  private struct Gathered {
    let line: Int
    var deliveredOn: (day: CalendarDay, line: Int)?
    var builders: [OriginalBuilder] = []
    var periods: [LongerPeriod] = []
    var residents: [Resident] = []
  }

  private var order: [HomeAddress] = []
  private var homes: [HomeAddress: Gathered] = [:]
  private var buildingOrder: [Building.Key] = []
  private var buildings: [Building.Key: (day: CalendarDay, line: Int)] = [:]
  private(set) var faults: [Fault] = []

  var count: Int { self.order.count }

  mutating func add(_ row: PropertyImportRow, line: Int) {
    if self.homes[row.home] == nil { self.order.append(row.home) }
    var home = self.homes[row.home] ?? Gathered(line: line)
    if let day = row.deliveredOn {
      if let before = home.deliveredOn, before.day != day {
        self.contradict("delivered_on", line: line, before: before.line)
      } else if home.deliveredOn == nil {
        home.deliveredOn = (day, line)
      }
    }
    if let builder = row.builder {
      if home.builders.contains(where: { $0.buildingPart == builder.buildingPart && $0 != builder }) {
        self.contradict("builder", line: line, before: home.line)
      } else if !home.builders.contains(builder) {
        home.builders.append(builder)
      }
    }
    if let period = row.period, !home.periods.contains(period) { home.periods.append(period) }
    if let resident = row.resident, !home.residents.contains(resident) { home.residents.append(resident) }
    self.homes[row.home] = home
    if let day = row.completedOn { self.complete(row.home.buildingKey, on: day, line: line) }
  }

  func items(reference: String, asOf: Date) -> [PropertyImport.Item] {
    let completed = self.buildingOrder.compactMap { key in
      self.buildings[key].map { day, line in
        PropertyImport.Item(
          fact: .completed(
            ProjectCompleted(
              reference: reference, asOf: asOf, project: key.project, building: key.name.text, completedOn: day)),
          line: line)
      }
    }
    return completed + self.order.flatMap { self.items(of: $0, reference: reference, asOf: asOf) }
  }

  /// A list that no line says anything of is left as it is known.
  private func items(of home: HomeAddress, reference: String, asOf: Date) -> [PropertyImport.Item] {
    guard let gathered = self.homes[home] else { return [] }
    let known = PropertyImport.Item(
      fact: .upserted(
        UnitUpserted(
          reference: reference, asOf: asOf, unit: home, builders: gathered.builders.isEmpty ? nil : gathered.builders,
          periods: gathered.periods.isEmpty ? nil : gathered.periods,
          residents: gathered.residents.isEmpty ? nil : gathered.residents)),
      line: gathered.line)
    guard let (day, line) = gathered.deliveredOn else { return [known] }
    let delivered = UnitDelivered(reference: reference, asOf: asOf, unit: home, deliveredOn: day)
    return [known, PropertyImport.Item(fact: .delivered(delivered), line: line)]
  }

  private mutating func complete(_ key: Building.Key, on day: CalendarDay, line: Int) {
    guard let before = self.buildings[key] else {
      self.buildingOrder.append(key)
      self.buildings[key] = (day, line)
      return
    }
    if before.day != day { self.contradict("completed_on", line: line, before: before.line) }
  }

  private mutating func contradict(_ column: String, line: Int, before: Int) {
    self.faults.append(Fault("lines[\(line)].\(column)", .conflict, "Line \(before) says something else."))
  }
}
