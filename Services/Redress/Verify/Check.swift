import Postgres

/// A statement that finds what breaks one invariant.
///
/// It names every table with its schema, and reads no column that holds what a customer said: the role `auditor` may not.
protocol Check: PreparedStatement where Output == Finding {
  static var invariant: Invariant { get }
  init()
}

extension Check {
  /// Adds the statement; returns how to read its findings.
  func add(to pipeline: inout Pipeline) -> (PipelineResults) throws(PostgresError) -> [Finding] {
    let ticket = pipeline.add(self)
    return { results throws(PostgresError) in try results.rows(ticket) }
  }
}
