import NIOConcurrencyHelpers

/// One answer that one task waits for: the fate of a message, a link that is ready. The first answer counts.
///
/// The answer, or the cancellation of the waiting task, may come before the task has begun to wait: it is kept.
final class Promise<Value: Sendable>: Sendable {
  typealias Answer = Result<Value, AMQPError>

  private enum State {
    /// Left by `value` or by an answer.
    case fresh
    /// Left by an answer.
    case waiting(CheckedContinuation<Answer, Never>)
    /// Final.
    case answered(Answer)
  }
  private let state = NIOLockedValueBox(State.fresh)

  /// Nobody is interested any more: a message that has not left need not leave.
  var isAnswered: Bool {
    self.state.withLockedValue { if case .answered = $0 { true } else { false } }
  }

  func answer(_ answer: Answer) {
    let continuation: CheckedContinuation<Answer, Never>? = self.state.withLockedValue { state in
      switch state {
      case .answered: return nil
      case .fresh:
        state = .answered(answer)
        return nil
      case .waiting(let continuation):
        state = .answered(answer)
        return continuation
      }
    }
    continuation?.resume(returning: answer)
  }

  /// Waits for the answer. To be called once.
  func value() async throws(AMQPError) -> Value {
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
        let known: Answer? = self.state.withLockedValue { state in
          if case .answered(let answer) = state { return answer }
          state = .waiting(continuation)
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      self.answer(.failure(AMQPError(.cancelled)))
    }
    return try answer.get()
  }
}
