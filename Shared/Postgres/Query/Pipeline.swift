/// Statements that travel together: one round trip, and unless a transaction is open one implicit transaction. The first
/// error stops the rest and undoes the whole.
package struct Pipeline: Sendable {
  private(set) var steps: [PipelineStep] = []

  package init() {}

  package var isEmpty: Bool { self.steps.isEmpty }
  package var count: Int { self.steps.count }

  /// Adds a statement; the ticket finds its rows in the results.
  @discardableResult
  package mutating func add<S: PreparedStatement>(_ statement: S) -> PipelineTicket<S> {
    var bindings = Bindings()
    statement.bind(&bindings)
    self.steps.append(.prepared(S.self, bindings))
    return PipelineTicket(index: self.steps.count - 1)
  }
}
