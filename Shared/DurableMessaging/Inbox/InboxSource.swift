import Postgres

/// Where the messages of a batch come from, and so how a transaction makes them its own.
enum InboxSource: Sendable {
  /// They have just been delivered.
  case broker
  /// They have waited in the inbox.
  case inbox

  /// The messages that are ours to handle, and the subjects of which something waits already.
  typealias Claim = (claimed: Set<InboxID>, blocked: Set<WaitingSubject>)

  /// Adds the statements that claim. Returns how to read the answers.
  func claim(
    _ candidates: [InboxCandidate], into pipeline: inout Pipeline
  ) -> (PipelineResults) throws(PostgresError) -> Claim {
    switch self {
    case .broker:
      let claim = pipeline.add(InboxTable.Claim(candidates: candidates))
      let blocked = pipeline.add(InboxTable.Blocked(subjects: Set(candidates.map(\.waitingSubject))))
      return { results throws(PostgresError) in
        let ours = try results.rows(claim).filter(\.isOurs).map(\.id)
        return (Set(ours), Set(try results.rows(blocked)))
      }
    case .inbox:
      // They are what their subjects wait for.
      let taken = pipeline.add(InboxTable.Take(candidates: candidates))
      return { results throws(PostgresError) in (Set(try results.rows(taken)), []) }
    }
  }
}
