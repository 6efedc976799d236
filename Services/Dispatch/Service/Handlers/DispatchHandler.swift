package import DispatchDomain
package import DurableMessaging
package import Foundation
import Messages
import Messaging
package import Postgres

/// Hands each input to the handler of the aggregate that it is about. Each kind of aggregate has a handler of its own,
/// with its part of the state; a batch may be about all of them.
package struct DispatchHandler: MessageHandler {
  private let cases: CaseHandler

  package init(process: CaseProcess) {
    self.cases = CaseHandler(process: process)
  }

  package func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> DispatchState {
    let cases = self.cases.load(inputs, into: &pipeline)
    return { results throws(PostgresError) in
      DispatchState(cases: try cases(results))
    }
  }

  package func handle(
    _ input: Input<DispatchAction>, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    switch input {
    case .message(_, let envelope) where envelope.type == ProjectChanged.type:
      try self.cases.change(try envelope.decode(), state: &state.cases, now: now, effects: &effects)
      return .nothing
    case .message(_, let envelope):
      return .ofCase(try self.cases.handle(envelope, state: &state.cases, now: now, effects: &effects))
    case .deadline(let deadline) where deadline.name == CaseHandler.handoverDeadline:
      self.cases.handOver(deadline, state: &state.cases, now: now, effects: &effects)
      return .nothing
    case .deadline(let deadline):
      return .ofCase(try self.cases.handle(deadline, state: &state.cases, now: now, effects: &effects))
    case .action(.onCase(let action)):
      return .ofCase(try self.cases.handle(action, state: &state.cases, now: now, effects: &effects))
    }
  }

  package func version(for action: DispatchAction, in state: DispatchState) -> Int64? {
    switch action {
    case .onCase(let action): state.cases.cases[action.number]?.course.revision
    }
  }

  package func store(_ state: DispatchState, into pipeline: inout Pipeline) {
    self.cases.store(state.cases, into: &pipeline)
  }
}
