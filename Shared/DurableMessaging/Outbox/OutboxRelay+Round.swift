import AMQP
import Messaging
import Postgres

extension OutboxRelay {
  /// What all lanes have to do at the database, in one round trip.
  struct Round {
    struct LaneStep {
      let lane: Int
      let deletes: [Int64]
      let lock: PipelineTicket<OutboxTable.TryLock>?
      let read: PipelineTicket<OutboxTable.Read>?
    }

    struct LaneAnswer {
      let lane: Int
      let isOurs: Bool?
      let deleted: [Int64]
      let read: [(id: Int64, subject: String, payload: AMQPMessage)]?
    }

    private(set) var steps: [LaneStep] = []
    var pipeline = Pipeline()
    var backlog: PipelineTicket<OutboxTable.Backlog>?

    init(_ steps: [Machine.Step]) {
      for (lane, step) in steps.enumerated() where !step.isEmpty {
        // Deleted before it is read: what is confirmed need not come back.
        if !step.deletes.isEmpty { self.pipeline.add(OutboxTable.Delete(lane: lane, ids: step.deletes)) }
        self.steps.append(
          LaneStep(
            lane: lane, deletes: step.deletes,
            lock: step.triesLock ? self.pipeline.add(OutboxTable.TryLock(lane: lane)) : nil,
            read: step.readsWithout.map {
              self.pipeline.add(OutboxTable.Read(lane: lane, known: $0, limit: Machine.window))
            }))
      }
    }

    func answers(
      _ results: PipelineResults
    ) throws(PostgresError) -> (lanes: [LaneAnswer], backlog: [OutboxTable.Backlog.Lane]?) {
      var lanes: [LaneAnswer] = []
      for step in self.steps {
        let lock = if let lock = step.lock { try results.rows(lock).first } else { nil as Bool? }
        let read = if let read = step.read { try results.rows(read) } else { nil as [OutboxTable.Read.Pending]? }
        lanes.append(
          LaneAnswer(
            lane: step.lane, isOurs: lock, deleted: step.deletes, read: read?.map { ($0.id, $0.subject, $0.message) }))
      }
      let backlog = if let backlog { try results.rows(backlog) } else { nil as [OutboxTable.Backlog.Lane]? }
      return (lanes, backlog)
    }
  }
}

extension OutboxTable.Read.Pending {
  fileprivate var message: AMQPMessage {
    OutboxRow.transport(
      exchange: self.exchange, routingKey: self.routingKey, headers: self.headers, body: self.body
    ).amqpMessage
  }
}
