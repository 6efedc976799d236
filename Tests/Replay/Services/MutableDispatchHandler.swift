import DispatchDomain
import DispatchService
import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// The production handler, and nothing else unless the plan asks for `Mutation.closeUnasked`.
struct MutableDispatchHandler: MessageHandler {
  let handler: DispatchHandler
  let closesUnasked: Bool

  func load(
    _ inputs: [Input<DispatchAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> DispatchState {
    self.handler.load(inputs, into: &pipeline)
  }

  func handle(
    _ input: Input<DispatchAction>, state: inout DispatchState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> DispatchReply {
    let handled = try self.handler.handle(input, state: &state, now: now, effects: &effects)
    guard self.closesUnasked, case .message(let arrival, let envelope) = input, case .ofCase(let found) = handled,
      found.state == .awaitingCallback, let answer = self.invented(envelope)
    else { return handled }
    return try self.handler.handle(.message(arrival, answer), state: &state, now: now, effects: &effects)
  }

  func store(_ state: DispatchState, into pipeline: inout Pipeline) {
    self.handler.store(state, into: &pipeline)
  }

  func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    self.handler.refuse(arrival, faults: faults, now: now, effects: &effects)
  }

  /// An answer that no customer has given.
  private func invented(_ envelope: Envelope) -> Envelope? {
    guard let scheduled = try? envelope.decode(CallbackScheduled.self),
      let scores = Scores(quality: 5, speed: 5, staff: 5)
    else { return nil }
    let answer = CallbackAnswered(
      complaint: scheduled.complaint, callback: scheduled.callback, kind: scheduled.kind, round: scheduled.round,
      scores: scores, isSatisfied: true, answeredAt: scheduled.scheduledAt)
    guard let data = try? MessageCoding.encode(answer) else { return nil }
    var invented = envelope
    invented.type = CallbackAnswered.type
    invented.data = data
    return invented
  }
}
