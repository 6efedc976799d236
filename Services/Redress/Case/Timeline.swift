import FoundationEssentials
import Messages
import Postgres
import Presentation

/// Everything that the five services know of one case, in order of time.
struct Timeline: Sendable, Encodable {
  let number: String
  let summary: CaseSummary
  let entries: [TimelineEntry]

  /// Nil when intake has no such complaint.
  static func read(_ number: ComplaintNumber, in pool: PostgresPool) async throws -> Timeline? {
    let text = number.text
    return try await pool.transaction(isolation: .repeatableRead) { transaction in
      var pipeline = Pipeline()
      let state = pipeline.add(CaseState(number: text))
      let events = pipeline.add(CaseEvents(number: text))
      let messages = pipeline.add(CaseMessages(number: text))
      let outbox = pipeline.add(CaseOutbox(number: text))
      let deadlines = pipeline.add(CaseDeadlines(number: text))
      let deeds = pipeline.add(CaseDeeds(number: text))
      let results = try await transaction.execute(pipeline)
      guard let summary = try results.rows(state).first else { return nil }
      return Timeline(
        number: text, summary: summary,
        entries: Self.ordered(
          try results.rows(events) + results.rows(messages) + results.rows(outbox) + results.rows(deadlines)
            + results.rows(deeds)))
    }
  }

  /// By time; at one instant an event before those who have heard it.
  static func ordered(_ entries: [TimelineEntry]) -> [TimelineEntry] {
    let order: [TimelineEntry.Kind] = [.person, .out, .waiting, .in, .deadline]
    func key(_ entry: TimelineEntry) -> (Date, Int, String, Int64, String) {
      (entry.time, order.firstIndex(of: entry.kind) ?? order.count, entry.service, entry.place, entry.type)
    }
    return entries.sorted { key($0) < key($1) }
  }

  var text: String {
    let step = self.summary.progress.map { Step($0) }
    let unit = self.summary.responsible.map { ResponsibleUnit($0).name }
    let head = [
      "\(self.number)  \(Self.both(step?.name) ?? self.summary.state ?? "未立案 no case yet")",
      "上报 reported  \(LocalTime.second(self.summary.receivedAt)) \(QuarantineText.safe(self.summary.source)) "
        + "\(QuarantineText.safe(self.summary.reference))"
        + (self.summary.repeats > 0 ? ", repeated \(self.summary.repeats) times" : ""),
      "责任部门 unit  \(Self.both(unit) ?? "未分派 nobody yet")  轮次 round \(self.summary.round ?? 1)  "
        + "级别 grade \(Self.both(Grade(self.summary.grade).name) ?? "")",
      step.map { "下一步 next  \(Self.both($0.nextAction) ?? "")" },
    ]
    var table = TextTable([
      ("时间 TIME", .leading), ("服务 SERVICE", .leading), ("", .leading), ("事项 WHAT", .leading), ("类型 TYPE", .leading),
      ("详情 DETAILS", .leading),
    ])
    for entry in self.entries {
      table.add([
        LocalTime.second(entry.time), entry.service, Self.mark(entry.kind), Self.both(entry.name) ?? "", entry.type,
        QuarantineText.safe(entry.details),
      ])
    }
    return head.compactMap { $0 }.joined(separator: "\n") + "\n\n" + table.text
      + "\n\n→ 发出 published  ← 收到 taken in  … 待发 waiting to be published  人 by a person  ⏲ 期限 limit that runs"
  }

  private static func both(_ name: TermName?) -> String? {
    name.map { $0.chinese == $0.english ? $0.english : "\($0.chinese) \($0.english)" }
  }

  private static func mark(_ kind: TimelineEntry.Kind) -> String {
    switch kind {
    case .out: "→"
    case .in: "←"
    case .waiting: "…"
    case .person: "人"
    case .deadline: "⏲"
    }
  }
}
