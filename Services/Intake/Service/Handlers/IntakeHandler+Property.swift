import DurableMessaging
import Foundation
import IntakeDomain
import Messages

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
    }
    return .project(state.property.projects[project.code] ?? project, isNew: known == nil)
  }

  func take(
    _ fact: PropertyFact, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    let acts = state.property.newActs.count
    self.publish(try state.property.take(fact, now: now), &effects)
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
}
