/// One answer as libpq hands it out.
enum ServerAnswer {
  case result(ResultTable)
  case failure(ServerFailure)
  case aborted, separator, sync, foreign

  var event: PipelineStateMachine.Event {
    switch self {
    case .result: .success
    case .failure: .failure
    case .aborted: .aborted
    case .separator: .separator
    case .sync: .sync
    case .foreign: .foreign
    }
  }
}
