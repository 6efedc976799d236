import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import WorkCalendar

/// Projects and homes.
extension IntakeHandler {
  func register(
    _ project: Project, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    let known = state.property.projects[project.code]
    if let known, known.name != project.name || known.worksNumber != project.worksNumber {
      throw Rejected("code", .conflict, "A project with this code is registered with another name or works number.")
    }
    if known == nil {
      if let other = state.worksNumbers[project.worksNumber], other != project.code {
        throw Rejected("worksNumber", .conflict, "Another project has this works number.")
      }
      let registered = Project(code: project.code, name: project.name, worksNumber: project.worksNumber)
      state.property.add(registered)
      state.worksNumbers[project.worksNumber] = project.code
      state.newProjects.append((registered, now))
      effects.publish(
        ProjectRegistered(
          project: project.code, name: project.name, worksNumber: project.worksNumber, registeredAt: now), version: 1)
    }
    if let event = state.property.describe(project.code, as: project.particulars, now: now) {
      self.publish([event], &effects)
    } else if known != nil, let event = state.property.announce(project.code, now: now) {
      self.publish([event], &effects)
    }
    let registered = state.property.projects[project.code]
    if known?.particulars != registered?.particulars || known == nil {
      effects.record(
        known == nil ? "project.registered" : "project.changed", of: project.code.text,
        AuditChange(from: known, to: registered))
    }
    return .project(registered ?? project, isNew: known == nil)
  }

  func take(
    _ fact: PropertyFact, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    let acts = state.property.newActs.count
    // Only what the fact is about: a batch takes hundreds of facts, and a copy of the register for each is dear.
    let project = state.property.projects[fact.project]
    let building = fact.building.flatMap { state.property[$0] }
    let unit = fact.home.flatMap { state.property[$0] }
    self.publish(try state.property.take(fact, now: now), &effects)
    if let told = state.property.projects[fact.project] { effects.record(from: project, to: told) }
    if let told = fact.building.flatMap({ state.property[$0] }) { effects.record(from: building, to: told) }
    if let told = fact.home.flatMap({ state.property[$0] }) { effects.record(from: unit, to: told) }
    if state.property.newActs.count > acts { state.actsRecordedAt = now }
  }

  func publish(_ events: [PropertyEvent], _ effects: inout Effects) {
    for event in events {
      switch event {
      case .project(let message, let version): effects.publish(message, version: version)
      case .unit(let message, let version): effects.publish(message, version: version)
      }
    }
  }

  /// Writes what has changed in the register, with what stood before.
  func record(from before: PropertyRegister, to after: PropertyRegister, _ effects: inout Effects) {
    for project in after.changedProjects.sorted(by: { $0.code.text < $1.code.text }) {
      effects.record(from: before.projects[project.code], to: project)
    }
    for building in after.changedBuildings.sorted(by: { $0.key.name.text < $1.key.name.text }) {
      effects.record(from: before[building.key], to: building)
    }
    for unit in after.changedUnits.sorted(by: { $0.home.subject < $1.home.subject }) {
      effects.record(from: before[unit.home], to: unit)
    }
  }
}

/// What has changed in the register; nothing for what says the same as before.
extension Effects {
  fileprivate mutating func record(from before: Project?, to after: Project) {
    guard before?.particulars != after.particulars else { return }
    self.record("project.changed", of: after.code.text, AuditChange(from: before, to: after))
  }

  fileprivate mutating func record(from before: Building?, to after: Building) {
    guard before != after else { return }
    var change = AuditChange()
    change.note("completedOn", from: before?.completedOn.day.description, to: after.completedOn.day.description)
    self.record("building.changed", of: "\(after.key.project)/\(after.key.name.text)", change)
  }

  fileprivate mutating func record(from before: PropertyUnit?, to after: PropertyUnit) {
    guard before.map({ !$0.isSame(as: after) }) ?? true else { return }
    self.record("unit.changed", of: after.home.subject, AuditChange(from: before, to: after))
  }
}

extension AuditChange {
  /// A project's particulars.
  fileprivate init(from before: Project?, to after: Project?) {
    self.init()
    self.note("worksNumber", from: before?.worksNumber, to: after?.worksNumber)
    let (before, after) = (before?.particulars, after?.particulars)
    self.note("company", from: before?.company, to: after?.company)
    self.note("city", from: before?.city, to: after?.city)
    self.note("completedOn", from: before?.completedOn?.day.description, to: after?.completedOn?.day.description)
    self.note(
      "customerServiceOfficeOpensOn", from: before?.customerServiceOfficeOpensOn?.description,
      to: after?.customerServiceOfficeOpensOn?.description)
    self.note("moveInOn", from: before?.moveInOn?.description, to: after?.moveInOn?.description)
    self.note(
      "departmentWithdrawnOn", from: before?.departmentWithdrawnOn?.day.description,
      to: after?.departmentWithdrawnOn?.day.description)
  }

  /// Of a home how many live there, never who.
  fileprivate init(from before: PropertyUnit?, to after: PropertyUnit) {
    self.init()
    self.note("deliveredOn", from: before?.deliveredOn?.day.description, to: after.deliveredOn?.day.description)
    self.note("builders", from: before?.builders.count, to: after.builders.count)
    self.note("longerPeriods", from: before?.periods.count, to: after.periods.count)
    self.note("residents", from: before?.residents.count, to: after.residents.count)
    if let before { self.note("residentsChanged", from: false, to: before.residents != after.residents) }
  }
}

extension PropertyUnit {
  /// But for when somebody said so, and how often others were told.
  fileprivate func isSame(as other: PropertyUnit) -> Bool {
    self.builders == other.builders && self.periods == other.periods && self.residents == other.residents
      && self.deliveredOn?.day == other.deliveredOn?.day
  }
}
