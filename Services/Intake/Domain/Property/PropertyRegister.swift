package import Foundation
package import Messages
package import WorkCalendar

/// The part of the property register that a batch touches, and the rules by which it changes (S15, S55, R-276).
///
/// Everything carries the moment at which its sender had it so. What comes late, or again, changes nothing and tells
/// nobody.
package struct PropertyRegister: Sendable {
  package private(set) var projects: [ProjectCode: Project]
  private var buildings: [Building.Key: Building]
  private var units: [HomeAddress: PropertyUnit]
  private let calendar: WorkCalendar

  private var changedCodes: Set<ProjectCode> = []
  private var changedBuildingKeys: Set<Building.Key> = []
  private var changedHomes: Set<HomeAddress> = []
  /// In the order in which they were recorded.
  package private(set) var newActs: [ProjectDepartmentWithdrawn] = []

  package init(projects: [Project], buildings: [Building], units: [PropertyUnit], calendar: WorkCalendar) {
    self.projects = Dictionary(projects.map { ($0.code, $0) }) { first, _ in first }
    self.buildings = Dictionary(buildings.map { ($0.key, $0) }) { first, _ in first }
    self.units = Dictionary(units.map { ($0.home, $0) }) { first, _ in first }
    self.calendar = calendar
  }

  package subscript(home: HomeAddress) -> PropertyUnit? { self.units[home] }
  package subscript(building: Building.Key) -> Building? { self.buildings[building] }

  package var changedProjects: [Project] { self.changedCodes.compactMap { self.projects[$0] } }
  package var changedBuildings: [Building] { self.changedBuildingKeys.compactMap { self.buildings[$0] } }
  package var changedUnits: [PropertyUnit] { self.changedHomes.compactMap { self.units[$0] } }

  /// Takes in what somebody says.
  /// - Returns: what others have to be told; nothing for what is known already or older than what is known.
  /// - Throws: everything that is wrong with it; the register is unchanged.
  package mutating func take(_ fact: PropertyFact, now: Date) throws(Rejected) -> [PropertyEvent] {
    let faults = self.faults(of: fact, now: now)
    guard faults.isEmpty else { throw Rejected(faults) }
    return switch fact {
    case .upserted(let message): self.upsert(message, now: now)
    case .delivered(let message): self.deliver(message, now: now)
    case .completed(let message): self.complete(message, now: now)
    case .departmentWithdrawn(let message): self.withdraw(message, now: now)
    }
  }

  /// Changes what a person has given of a project's particulars; nil leaves what is known.
  package mutating func describe(
    _ code: ProjectCode, as given: ProjectParticulars, now: Date
  ) -> PropertyEvent? {
    guard var project = self.projects[code] else { return nil }
    let before = project.particulars
    project.particulars.company = given.company ?? before.company
    project.particulars.city = given.city ?? before.city
    project.particulars.customerServiceOfficeOpensOn =
      given.customerServiceOfficeOpensOn ?? before.customerServiceOfficeOpensOn
    project.particulars.moveInOn = given.moveInOn ?? before.moveInOn
    if let completedOn = given.completedOn, before.completedOn?.day != completedOn.day,
      before.completedOn.isOlder(than: completedOn.asOf)
    {
      project.particulars.completedOn = completedOn
    }
    guard project.particulars != before else { return nil }
    return self.change(project, now: now)
  }

  /// Says again what is known of a project: for services that learned to read some of it after it was said.
  package mutating func announce(_ code: ProjectCode, now: Date) -> PropertyEvent? {
    self.projects[code].map { self.change($0, now: now) }
  }

  /// A project that has just been registered.
  package mutating func add(_ project: Project) {
    self.projects[project.code] = project
  }

  // MARK: - One kind of fact each

  private mutating func upsert(_ message: UnitUpserted, now: Date) -> [PropertyEvent] {
    var unit = self.units[message.unit] ?? PropertyUnit(home: message.unit)
    if let known = unit.asOf, known >= message.asOf { return [] }
    let before = unit
    unit.asOf = message.asOf
    unit.builders = message.builders ?? unit.builders
    unit.periods = message.periods ?? unit.periods
    unit.residents = message.residents ?? unit.residents
    // Who lives there is nobody else's affair: the others are told only what they can see.
    let isNews = before.version == 0 || before.builders != unit.builders || before.periods != unit.periods
    return self.change(unit, isNews: isNews, now: now)
  }

  private mutating func deliver(_ message: UnitDelivered, now: Date) -> [PropertyEvent] {
    var unit = self.units[message.unit] ?? PropertyUnit(home: message.unit)
    guard unit.deliveredOn.isOlder(than: message.asOf) else { return [] }
    let before = unit.deliveredOn?.day
    unit.deliveredOn = ProjectParticulars.Dated(message.deliveredOn, asOf: message.asOf)
    return self.change(unit, isNews: before != message.deliveredOn, now: now)
  }

  private mutating func complete(_ message: ProjectCompleted, now: Date) -> [PropertyEvent] {
    let completedOn = ProjectParticulars.Dated(message.completedOn, asOf: message.asOf)
    guard let name = message.building else {
      guard var project = self.projects[message.project],
        project.particulars.completedOn.isOlder(than: message.asOf)
      else { return [] }
      let isNews = project.particulars.completedOn?.day != message.completedOn
      project.particulars.completedOn = completedOn
      return self.change(project, isNews: isNews, now: now)
    }
    let key = Building.Key(project: message.project, name: name)
    let known = self.buildings[key]
    guard (known?.completedOn).isOlder(than: message.asOf) else { return [] }
    self.buildings[key] = Building(key: key, completedOn: completedOn)
    self.changedBuildingKeys.insert(key)
    guard known?.completedOn.day != message.completedOn else { return [] }
    let homes = self.units.values.filter { $0.home.buildingKey == key }
    return homes.sorted { $0.home.subject < $1.home.subject }.flatMap { self.change($0, isNews: true, now: now) }
  }

  /// Every act is kept; the one that was signed last counts.
  private mutating func withdraw(_ message: ProjectDepartmentWithdrawn, now: Date) -> [PropertyEvent] {
    guard var project = self.projects[message.project],
      project.particulars.departmentWithdrawnOn.isOlder(than: message.asOf)
    else { return [] }
    self.newActs.append(message)
    let isNews = project.particulars.departmentWithdrawnOn?.day != message.withdrawnOn
    project.particulars.departmentWithdrawnOn = ProjectParticulars.Dated(message.withdrawnOn, asOf: message.asOf)
    return self.change(project, isNews: isNews, now: now)
  }

  // MARK: - Changing and refusing

  private mutating func change(_ unit: PropertyUnit, isNews: Bool, now: Date) -> [PropertyEvent] {
    var unit = unit
    if isNews { unit.version += 1 }
    self.units[unit.home] = unit
    self.changedHomes.insert(unit.home)
    guard isNews else { return [] }
    return [.unit(unit.changed(in: self.buildings[unit.home.buildingKey], at: now), version: unit.version)]
  }

  private mutating func change(_ project: Project, isNews: Bool, now: Date) -> [PropertyEvent] {
    guard isNews else {
      self.projects[project.code] = project
      self.changedCodes.insert(project.code)
      return []
    }
    return [self.change(project, now: now)]
  }

  private mutating func change(_ project: Project, now: Date) -> PropertyEvent {
    var project = project
    project.version += 1
    self.projects[project.code] = project
    self.changedCodes.insert(project.code)
    return .project(project.changed(at: now), version: project.version)
  }

  private func faults(of fact: PropertyFact, now: Date) -> [Fault] {
    var faults: [Fault] = []
    if fact.asOf > now.addingTimeInterval(ComplaintRegister.clockTolerance) {
      faults.append(Fault("asOf", .inTheFuture, "The sender's system says so after this moment."))
    }
    guard let project = self.projects[fact.project] else {
      faults.append(
        Fault(
          fact.home == nil ? "project" : "unit.project", .unknownProject, "No project with this code is registered."))
      return faults
    }
    switch fact {
    case .delivered(let message):
      if message.deliveredOn > self.calendar.day(of: now) {
        faults.append(Fault("deliveredOn", .inTheFuture, "The home is said to be handed over after today."))
      }
      let building = self.buildings[message.unit.buildingKey]
      if let completed = building?.completedOn ?? project.particulars.completedOn, message.deliveredOn < completed.day {
        faults.append(
          Fault("deliveredOn", .invalid, "No home is handed over before completion acceptance was passed (R-271)."))
      }
    case .completed(let message):
      if message.completedOn > self.calendar.day(of: now) {
        faults.append(Fault("completedOn", .inTheFuture, "Completion acceptance is said to be passed after today."))
      }
    case .upserted, .departmentWithdrawn: break
    }
    return faults
  }
}
