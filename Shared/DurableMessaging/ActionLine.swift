import NIOConcurrencyHelpers

/// Where people's actions wait while a transaction with those before them is under way, to go together in the next one.
///
/// Whoever finds nobody at work goes at once and alone, so that an idle service answers as soon as ever; the busier it is,
/// the more go together, and the less each costs. There is no task of its own: the first of those who waited is woken to
/// run the next transaction for all.
final class ActionLine<Item: Sendable, Answer: Sendable>: Sendable {
  typealias Outcome = Result<Answer, any Error>

  private struct Place: Sendable {
    let item: Item
    let turn: CheckedContinuation<Turn, Never>
  }

  private enum Turn: Sendable {
    /// To run these, the own one first.
    case lead([Place])
    case answered(Outcome)
  }

  private struct State {
    var isBusy = false
    var waiting: [Place] = []
  }

  private let mostTogether: Int
  private let state = NIOLockedValueBox(State())

  /// - Parameter mostTogether: in one transaction.
  init(mostTogether: Int) {
    self.mostTogether = mostTogether
  }

  /// Those that will go in the next transactions.
  var waiting: Int { self.state.withLockedValue { $0.waiting.count } }

  /// - Parameter run: does all of them and says what became of each, in their order. It is not cancelled with the caller:
  ///   others wait for what it does.
  func perform(_ item: Item, _ run: @escaping @Sendable ([Item]) async -> [Outcome]) async throws -> Answer {
    let turn = await withCheckedContinuation { continuation in
      let place = Place(item: item, turn: continuation)
      let isFirst = self.state.withLockedValue { state in
        guard state.isBusy else {
          state.isBusy = true
          return true
        }
        state.waiting.append(place)
        return false
      }
      if isFirst { continuation.resume(returning: .lead([place])) }
    }
    switch turn {
    case .answered(let outcome): return try outcome.get()
    case .lead(let places):
      let outcomes = await Task { await run(places.map(\.item)) }.value
      self.callNext()
      for (place, outcome) in zip(places, outcomes).dropFirst() { place.turn.resume(returning: .answered(outcome)) }
      return try outcomes[0].get()
    }
  }

  /// The next transaction begins before the answers of the last are written.
  private func callNext() {
    let next = self.state.withLockedValue { state in
      let next = Array(state.waiting.prefix(self.mostTogether))
      state.waiting.removeFirst(next.count)
      if next.isEmpty { state.isBusy = false }
      return next
    }
    next.first?.turn.resume(returning: .lead(next))
  }
}
