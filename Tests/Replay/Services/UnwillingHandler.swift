import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// A service's handler, which says "not yet" about some messages though it could handle them: the way of a message that
/// comes before what it refers to, made frequent.
struct UnwillingHandler<Handler: MessageHandler>: MessageHandler {
  let handler: Handler
  let unwilling: Set<UUID>

  func load(
    _ inputs: [Input<Handler.Action>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> Handler.State {
    self.handler.load(inputs, into: &pipeline)
  }

  func handle(
    _ input: Input<Handler.Action>, state: inout Handler.State, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> Handler.Reply {
    if case .message(let arrival, _) = input, self.unwilling.contains(arrival.key) {
      throw .retry(reason: "simulated")
    }
    return try self.handler.handle(input, state: &state, now: now, effects: &effects)
  }

  func store(_ state: Handler.State, into pipeline: inout Pipeline) {
    self.handler.store(state, into: &pipeline)
  }

  func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    self.handler.refuse(arrival, faults: faults, now: now, effects: &effects)
  }
}
