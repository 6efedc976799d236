package import DurableMessaging
package import Foundation
package import IntakeDomain
package import Messages
import Messaging
package import Postgres
package import WorkCalendar

/// What people can ask intake to do.
package enum IntakeAction: Sendable {
  case submit(Submission)
  case register(Project)
}

package enum IntakeReply: Sendable {
  case registered(Complaint)
  case repeated(ComplaintNumber)
  case project(Project, isNew: Bool)
}

/// Registers what customers say, once and numbered, and answers what cannot be registered.
package struct IntakeHandler: MessageHandler {
  private let calendar: WorkCalendar

  package init(calendar: WorkCalendar) {
    self.calendar = calendar
  }

  package func load(
    _ inputs: [Input<IntakeAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> IntakeState {
    let keys = IntakeKeys(inputs)
    let projects = pipeline.add(LockProjects(codes: keys.projects))
    let serials = pipeline.add(LastSerials(projects: keys.projects))
    let known = pipeline.add(KnownComplaints(keys: keys.complaints))
    let sameWorks = pipeline.add(ProjectsWithWorksNumbers(worksNumbers: keys.worksNumbers))
    let calendar = self.calendar
    return { results throws(PostgresError) in
      let found = try results.rows(projects)
      return IntakeState(
        submissions: keys.submissions,
        register: ComplaintRegister(
          projects: found, complaints: try results.rows(known),
          lastSerials: Dictionary(try results.rows(serials)) { first, _ in first }, calendar: calendar),
        projects: found + (try results.rows(sameWorks)))
    }
  }

  package func handle(
    _ input: Input<IntakeAction>, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> IntakeReply {
    do throws(Rejected) {
      switch input {
      case .message(let arrival, _):
        guard let submission = state.submissions[arrival.key] else {
          throw Rejected("type", .unknownType, "Intake does not take messages of this type.")
        }
        return try self.submit(try submission.get(), state: &state, now: now, effects: &effects)
      case .action(.submit(let submission)):
        return try self.submit(submission, state: &state, now: now, effects: &effects)
      case .action(.register(let project)):
        return try self.register(project, state: &state, now: now, effects: &effects)
      case .deadline:
        throw Rejected("", .notSupported, "Intake sets no deadlines.")
      }
    } catch {
      throw .rejected(error)
    }
  }

  package func store(_ state: IntakeState, into pipeline: inout Pipeline) {
    if !state.newProjects.isEmpty { pipeline.add(InsertProjects(projects: state.newProjects)) }
    if !state.register.registered.isEmpty {
      pipeline.add(WriteSeries(lastSerials: state.register.lastSerials))
      pipeline.add(InsertComplaints(complaints: state.register.registered))
    }
    if !state.register.repeats.isEmpty { pipeline.add(CountRepeats(repeats: state.register.repeats)) }
  }

  /// Tells the sender what is wrong; the original waits in quarantine.
  package func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    let envelope = try? arrival.envelope.get()
    effects.publish(
      ComplaintRejected(
        source: envelope?.source, reference: SubmissionReader.reference(in: envelope?.data ?? arrival.transport.body),
        messageID: arrival.name, faults: faults, rejectedAt: now),
      version: nil)
  }

  private func submit(
    _ submission: Submission, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    switch try state.register.register(submission, now: now) {
    case .registered(let complaint):
      effects.publish(complaint.registered, version: 1)
      return .registered(complaint)
    case .repeated(let number):
      return .repeated(number)
    }
  }

  private func register(
    _ project: Project, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    if let known = state.projects.first(where: { $0.code == project.code }) {
      guard known == project else {
        throw Rejected("code", .conflict, "A project with this code is registered with another name or works number.")
      }
      return .project(known, isNew: false)
    }
    if state.projects.contains(where: { $0.worksNumber == project.worksNumber }) {
      throw Rejected("worksNumber", .conflict, "Another project has this works number.")
    }
    state.projects.append(project)
    state.newProjects.append((project, now))
    effects.publish(
      ProjectRegistered(
        project: project.code, name: project.name, worksNumber: project.worksNumber, registeredAt: now), version: 1)
    return .project(project, isNew: true)
  }
}
