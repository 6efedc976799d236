/// What goes to the server together and ends with one sync, and who waits for it.
struct RoundTrip {
  enum Work {
    case steps([PipelineStep])
    case script(String)

    var isTooLarge: Bool {
      guard case .steps(let steps) = self else { return false }
      return steps.contains { if case .prepared(_, let bindings) = $0 { bindings.isTooLarge } else { false } }
    }
  }

  /// What an answer of the server is about: a step's preparation or the step itself.
  enum Expectation {
    case preparation(StatementCache.Key, name: String, step: Int)
    case execution(step: Int)

    var step: Int {
      switch self {
      case .preparation(_, _, let step), .execution(let step): step
      }
    }
  }

  let identifier: Int
  let work: Work
  let continuation: CheckedContinuation<Result<[ResultTable], PostgresError>, Never>
  var expectations: [Expectation] = []
  private(set) var error: PostgresError?
  private var tables: [ResultTable] = []

  init(
    identifier: Int, work: Work, continuation: CheckedContinuation<Result<[ResultTable], PostgresError>, Never>
  ) {
    self.identifier = identifier
    self.work = work
    self.continuation = continuation
  }

  var outcome: Result<[ResultTable], PostgresError> {
    self.error.map { .failure($0) } ?? .success(self.tables)
  }

  /// Keeps the result; returns the statement that is now prepared, if that is what the answer said.
  mutating func keep(_ table: ResultTable, of expectation: Int) -> (StatementCache.Key, name: String)? {
    switch self.expectations[expectation] {
    case .preparation(let key, let name, _):
      return (key, name)
    case .execution:
      // Before the first failure every step has its result, so the tables are numbered as the steps are.
      self.tables.append(table)
      return nil
    }
  }

  mutating func fail(_ failure: ServerFailure, at expectation: Int) {
    guard case .steps(let steps) = self.work, expectation < self.expectations.count else {
      // A script, or the implicit commit at the sync.
      if case .script = self.work {
        self.error = PostgresError(failure, statementName: nil, stage: .statement)
      } else {
        self.error = PostgresError(failure, statementName: nil, stage: .commit)
      }
      return
    }
    let step = steps[self.expectations[expectation].step]
    self.error = PostgresError(failure, statementName: step.statementName, stage: step.stage)
  }
}
