import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Postgres
import WorkCalendar

/// Looks at each project at the beginning of each day: whose warranties end soon, and which cases have no next action
///
package struct DailyLook: Sendable {
  /// What a look needs to know of a project.
  struct Sight: Sendable {
    let homes: [HomesOfProject.Home]
    let reminders: Set<WarrantyReminder>
    let idle: [ComplaintNumber]
  }

  package static let deadline = "daily-look"

  let reminders: WarrantyReminders
  let calendar: WorkCalendar
  let timerPayload: [UInt8]

  func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> [ProjectCode: Sight] {
    let looks = inputs.compactMap(Self.look).sorted { $0.project.text < $1.project.text }
    guard !looks.isEmpty else { return { _ throws(PostgresError) in [:] } }
    let tickets = looks.map { project, dueAt in
      (
        project: project, homes: pipeline.add(HomesOfProject(project: project, after: "", limit: Int(Int32.max))),
        // The look may be late; nothing that ended before it is spoken of.
        reminders: pipeline.add(RemindersOfProject(project: project, since: self.calendar.day(of: dueAt))),
        idle: pipeline.add(IdleCasesOfProject(project: project))
      )
    }
    return { results throws(PostgresError) in
      var sights: [ProjectCode: Sight] = [:]
      for ticket in tickets {
        sights[ticket.project] = Sight(
          homes: try results.rows(ticket.homes), reminders: Set(try results.rows(ticket.reminders)),
          idle: try results.rows(ticket.idle))
      }
      return sights
    }
  }

  /// A project is looked at from the day on which it is first heard of.
  func begin(_ project: ProjectCode, now: Date, effects: inout Effects) {
    let next = self.calendar.start(of: self.calendar.day(of: now).next)
    effects.setDeadline(
      Deadline(subject: project.text, name: Self.deadline, dueAt: next, payload: self.timerPayload))
  }

  func look(at project: ProjectCode, state: inout DispatchState, now: Date, effects: inout Effects) {
    self.begin(project, now: now, effects: &effects)
    guard let sight = state.sights[project] else { return }
    let (reminders, events) = self.reminders.due(
      for: sight.homes.map { ($0.address, $0.facts) }, known: sight.reminders, now: now)
    state.reminders += reminders.map { ($0, now) }
    for event in events { effects.publish(event, version: nil) }
    guard !sight.idle.isEmpty, self.calendar.isWorkingDay(self.calendar.day(of: now)) else { return }
    effects.publish(CasesIdle(project: project, complaints: sight.idle, reportedAt: now), version: nil)
  }

  private static func look(_ input: Input<DispatchAction>) -> (project: ProjectCode, dueAt: Date)? {
    guard case .deadline(let deadline) = input, deadline.name == Self.deadline else { return nil }
    return ProjectCode(deadline.subject).map { ($0, deadline.dueAt) }
  }
}
