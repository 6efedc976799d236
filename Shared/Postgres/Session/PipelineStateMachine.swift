/// Says what each answer of the server belongs to. It does no I/O.
///
/// One round trip is under way at a time. libpq 15 answers it with, per step, a result and a NULL; after the first error
/// each later step is PIPELINE_ABORTED and a NULL; the sync at the end has no NULL of its own. An error of the implicit
/// commit (a deferred constraint) stands alone before the sync. A NULL more or less would shift every later answer to the
/// wrong caller (pgcopydb #823, libpqxx #942), so anything else closes the session and is never "resynchronised".
struct PipelineStateMachine {
  enum Event: CaseIterable, Equatable {
    case success, failure, aborted, separator, sync
    /// An answer that we never ask for: the start of a COPY, a single row.
    case foreign
  }

  enum Action: Equatable {
    case none
    /// The step succeeded; its result is this one.
    case keep(step: Int)
    /// The step failed, and with it the round trip. `step` equals the number of steps when the implicit commit failed.
    case fail(step: Int)
    /// The round trip is over; the next may be sent.
    case finish
    case close
  }

  private enum State: Equatable {
    /// Left only by `start` and `startScript`; no answer is due.
    case idle
    /// The result of `step`, or the sync after the last step, is due.
    case awaitingResult(step: Int, of: Int, hasFailed: Bool)
    /// The NULL behind the result of `step` is due.
    case awaitingSeparator(step: Int, of: Int, hasFailed: Bool)
    /// Outside pipeline mode: any number of results, ended by a NULL.
    case script(hasFailed: Bool)
    /// Never left.
    case broken
  }

  private var state: State = .idle

  var isIdle: Bool { self.state == .idle }

  /// A round trip of `count` steps and a sync has been sent. False if one is under way already.
  mutating func start(steps count: Int) -> Bool {
    guard self.state == .idle else { return false }
    self.state = .awaitingResult(step: 0, of: count, hasFailed: false)
    return true
  }

  /// A script has been sent outside pipeline mode. False if something is under way already.
  mutating func startScript() -> Bool {
    guard self.state == .idle else { return false }
    self.state = .script(hasFailed: false)
    return true
  }

  mutating func receive(_ event: Event) -> Action {
    switch self.state {
    case .awaitingResult(let step, let count, let hasFailed):
      return self.result(event, step: step, of: count, hasFailed: hasFailed)
    case .awaitingSeparator(let step, let count, let hasFailed):
      guard event == .separator else { return self.close() }
      self.state = .awaitingResult(step: min(step + 1, count), of: count, hasFailed: hasFailed)
      return .none
    case .script(let hasFailed):
      return self.script(event, hasFailed: hasFailed)
    case .idle, .broken:
      return self.close()
    }
  }

  private mutating func result(_ event: Event, step: Int, of count: Int, hasFailed: Bool) -> Action {
    switch event {
    case .success where !hasFailed && step < count:
      self.state = .awaitingSeparator(step: step, of: count, hasFailed: false)
      return .keep(step: step)
    case .failure where !hasFailed:
      self.state = .awaitingSeparator(step: step, of: count, hasFailed: true)
      return .fail(step: step)
    case .aborted where hasFailed && step < count:
      self.state = .awaitingSeparator(step: step, of: count, hasFailed: true)
      return .none
    case .sync where step == count:
      self.state = .idle
      return .finish
    default:
      return self.close()
    }
  }

  private mutating func script(_ event: Event, hasFailed: Bool) -> Action {
    switch event {
    case .success where !hasFailed: return .none
    case .failure where !hasFailed:
      self.state = .script(hasFailed: true)
      return .fail(step: 0)
    case .separator:
      self.state = .idle
      return .finish
    default: return self.close()
    }
  }

  private mutating func close() -> Action {
    self.state = .broken
    return .close
  }
}
