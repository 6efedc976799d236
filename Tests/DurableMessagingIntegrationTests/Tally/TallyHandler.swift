import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// A service as small as can be: it counts, by subject.
struct TallyHandler: MessageHandler {
  struct State: Sendable {
    var totals: [String: Int]
    let gates: Set<String>
    var marks: [(subject: String, reference: String)] = []
  }

  struct Action: Sendable {
    let subject: String
    let command: TallyCommand
  }

  func load(
    _ inputs: [Input<Action>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> State {
    let subjects = Set(inputs.map(\.subject)).sorted()
    pipeline.add(TallyTable.Prepare(subjects: subjects))
    let totals = pipeline.add(TallyTable.Load(subjects: subjects))
    let gates = pipeline.add(TallyTable.LoadGates())
    return { results throws(PostgresError) in
      State(
        totals: Dictionary(uniqueKeysWithValues: try results.rows(totals).map { ($0.subject, $0.total) }),
        gates: Set(try results.rows(gates)))
    }
  }

  func handle(
    _ input: Input<Action>, state: inout State, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Int {
    switch input {
    case .message(_, let envelope):
      guard let command = try? JSONDecoder().decode(TallyCommand.self, from: Data(envelope.data)) else {
        throw .rejected(Rejected("", .notJSON, "Not a command."))
      }
      return try self.perform(command, input.subject, &state, &effects)
    case .action(let action):
      return try self.perform(action.command, action.subject, &state, &effects)
    case .deadline(let deadline):
      let command = try? JSONDecoder().decode(TallyCommand.self, from: Data(deadline.payload))
      return try self.perform(
        command ?? TallyCommand(kind: .count, reference: "\(deadline.subject) \(deadline.name)"), deadline.subject,
        &state, &effects)
    }
  }

  func store(_ state: State, into pipeline: inout Pipeline) {
    pipeline.add(TallyTable.Save(totals: state.totals))
    if !state.marks.isEmpty { pipeline.add(TallyTable.SaveMarks(marks: state.marks)) }
  }

  func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    effects.publish(
      TallyRefused(subject: arrival.key.uuidString.lowercased(), codes: faults.map(\.code.rawValue)), version: nil)
  }

  private func perform(
    _ command: TallyCommand, _ subject: String, _ state: inout State, _ effects: inout Effects
  ) throws(HandlingFailure) -> Int {
    switch command.kind {
    case .count:
      break
    case .refuse:
      self.count(command, subject, &state, &effects)
      throw .rejected(Rejected("reference", .invalid, "Refused as asked."))
    case .countBehindGate:
      self.count(command, subject, &state, &effects)
      guard state.gates.contains(command.reference) else { throw .retry(reason: "gate-closed") }
      return state.totals[subject, default: 0]
    case .overflow:
      effects.publish(
        Tallied(subject: subject, total: 0, reference: "", ballast: String(repeating: "x", count: 200_000)), version: 1)
    case .announce:
      effects.publish(Tallied(subject: subject, total: 1, reference: command.reference), version: 1)
      return 1
    case .setDeadline:
      effects.setDeadline(
        Deadline(
          subject: subject, name: "due", dueAt: Date(timeIntervalSince1970: command.dueAt ?? 0),
          payload: Array("{}".utf8)))
      return state.totals[subject, default: 0]
    case .cancelDeadline:
      effects.cancelDeadline("due", of: subject)
      return state.totals[subject, default: 0]
    }
    self.count(command, subject, &state, &effects)
    return state.totals[subject, default: 0]
  }

  /// In the person's name where a person acts, else in the service's.
  private func record(
    _ command: TallyCommand, _ subject: String, from total: Int, _ effects: inout Effects
  ) {
    var change = AuditChange()
    change.note("total", from: total == 0 ? nil : total, to: total + 1)
    change.note("reference", from: String?.none, to: command.reference)
    effects.record("tally.counted", of: subject, by: command.person, because: command.reason, change)
  }

  private func count(_ command: TallyCommand, _ subject: String, _ state: inout State, _ effects: inout Effects) {
    let total = state.totals[subject, default: 0] + 1
    state.totals[subject] = total
    self.record(command, subject, from: total - 1, &effects)
    state.marks.append((subject, command.reference))
    effects.publish(Tallied(subject: subject, total: total, reference: command.reference), version: Int64(total))
  }
}

extension Input<TallyHandler.Action> {
  var subject: String {
    switch self {
    case .message(_, let envelope): envelope.subject ?? "none"
    case .action(let action): action.subject
    case .deadline(let deadline): deadline.subject
    }
  }
}
