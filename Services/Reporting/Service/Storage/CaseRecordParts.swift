import Messages
import Postgres
import ReportingDomain

/// What is kept of cases beside their rows: missed limits and answers, each in a table of its own.
struct CaseRecordParts {
  private let limits: PipelineTicket<MissedLimits>
  private let answers: PipelineTicket<CallbackAnswers>

  init(of numbers: [ComplaintNumber], in pipeline: inout Pipeline) {
    self.limits = pipeline.add(MissedLimits(numbers: numbers))
    self.answers = pipeline.add(CallbackAnswers(numbers: numbers))
  }

  /// The records with their parts.
  func added(to records: [CaseRecord], from results: PipelineResults) throws(PostgresError) -> [CaseRecord] {
    let limits = Dictionary(grouping: try results.rows(self.limits), by: \.0)
    let answers = Dictionary(grouping: try results.rows(self.answers), by: \.0)
    return records.map { record in
      var record = record
      for (_, deadline, limit) in limits[record.number] ?? [] { record.missedLimits[deadline] = limit }
      for (_, round, answer) in answers[record.number] ?? [] { record.answers[round] = answer }
      return record
    }
  }
}
