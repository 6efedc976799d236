/// What the statements of a pipeline returned.
package struct PipelineResults: Sendable {
  private let steps: [PipelineStep]
  private let tables: [ResultTable]

  init(steps: [PipelineStep], tables: [ResultTable]) {
    self.steps = steps
    self.tables = tables
  }

  package func rows<S: PreparedStatement>(_ ticket: PipelineTicket<S>) throws(PostgresError) -> [S.Output] {
    let table = self.table(ticket)
    let name = String(describing: S.self)
    var outputs: [S.Output] = []
    outputs.reserveCapacity(table.rowCount)
    for index in 0..<table.rowCount {
      outputs.append(try S.decode(Row(table: table, index: index, statementName: name)))
    }
    return outputs
  }

  /// How many rows the statement inserted, updated, deleted or returned.
  package func affected<S: PreparedStatement>(_ ticket: PipelineTicket<S>) -> Int {
    self.table(ticket).affected
  }

  private func table<S: PreparedStatement>(_ ticket: PipelineTicket<S>) -> ResultTable {
    guard self.steps.indices.contains(ticket.index), case .prepared(let statement, _) = self.steps[ticket.index],
      statement == S.self
    else { preconditionFailure("The ticket of \(S.self) was given out by another pipeline.") }
    return self.tables[ticket.index]
  }
}
