import FoundationEssentials
import Messages
import Postgres

// What the five schemas know of one complaint. Each statement finds its rows by an index on the number or the subject, but
// for the inboxes: there a processed message is not indexed by its subject, and the table is read.

/// Where a case stands, as dispatch and reporting know it.
struct CaseState: PreparedStatement {
  static let sql = """
    SELECT complaint.source, complaint.reference, complaint.received_at, complaint.repeats, complaint.grade,
      work.state, work.responsible, work.round, record.progress
    FROM intake.complaint AS complaint
    LEFT JOIN dispatch.repair_case AS work ON work.number = complaint.number
    LEFT JOIN reporting.case_record AS record ON record.number = complaint.number
    WHERE complaint.number = $1
    """
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> CaseSummary {
    var columns = row.columns()
    return CaseSummary(
      source: try columns.next(), reference: try columns.next(), receivedAt: try columns.next(),
      repeats: Int(try columns.next(Int32.self)), grade: try columns.next(), state: try columns.next(),
      responsible: try columns.next(), round: try columns.next(Int32?.self).map(Int.init), progress: try columns.next())
  }
}

struct CaseSummary: Sendable, Encodable, Equatable {
  let source: String
  let reference: String
  let receivedAt: Date
  /// How often the sender has reported the same again.
  let repeats: Int
  let grade: String
  /// Nil when dispatch has no case.
  let state: String?
  let responsible: String?
  let round: Int?
  /// The latest step that reporting knows.
  let progress: String?
}

/// What every service has published about the case and reporting has read.
struct CaseEvents: PreparedStatement {
  static let sql = "SELECT happened, source, type, version FROM reporting.event WHERE subject = $1"
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> TimelineEntry {
    var columns = row.columns()
    let (time, source): (Date, String) = (try columns.next(), try columns.next())
    let (type, version): (String, Int64?) = (try columns.next(), try columns.next())
    return TimelineEntry(
      time, String(source.dropFirst()), .out, type: type, details: version.map { "v\($0)" } ?? "",
      place: version ?? 0)
  }
}

/// The messages about the case in the five inboxes. A message that reporting keeps as an event stands at the time at which
/// it happened, so that a system whose clock runs faster than the world has one order.
struct CaseMessages: PreparedStatement {
  static let sql =
    ["intake", "dispatch", "contractors", "callback", "reporting"].map { service in
      """
      SELECT coalesce(event.happened, message.received_at), '\(service)', event.type, message.consumer, message.arrival,
        message.state, message.attempts, message.repeats, message.last_error, message.next_attempt_at
      FROM \(service).inbox_message AS message LEFT JOIN reporting.event ON event.id = message.message_id
      WHERE message.subject = $1
      """
    }
    .joined(separator: "\nUNION ALL\n")
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> TimelineEntry {
    var columns = row.columns()
    let (time, service): (Date, String) = (try columns.next(), try columns.next())
    let (type, queue): (String?, String) = (try columns.next(), try columns.next())
    let (arrival, state): (Int64, String) = (try columns.next(), try columns.next())
    let (attempts, repeats): (Int16, Int32) = (try columns.next(), try columns.next())
    let (reason, next): (String?, Date?) = (try columns.next(), try columns.next())
    var details = ["\(MessageState.text(state)) \(queue)"]
    // One that was handled at once has been tried once; its row does not count that.
    if attempts > 0 { details.append("attempts \(attempts)") }
    if repeats > 0 { details.append("sent again \(repeats) times") }
    if let reason { details.append(reason) }
    if let next { details.append("next \(RFC3339.string(from: next))") }
    if state == "quarantined" { details.append("redress quarantine show \(service)/\(arrival)") }
    return TimelineEntry(
      time, service, .in, type: type ?? queue, name: type == nil ? TermName("消息", "message") : nil,
      details: details.joined(separator: ", "), place: arrival)
  }
}

/// What the services have decided to say about the case and not got rid of yet.
struct CaseOutbox: PreparedStatement {
  static let sql =
    ["intake", "dispatch", "contractors", "callback", "reporting"].map { service in
      """
      SELECT created_at, '\(service)', routing_key, subject_version, lane FROM \(service).outbox_message
      WHERE subject = $1
      """
    }
    .joined(separator: "\nUNION ALL\n")
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> TimelineEntry {
    var columns = row.columns()
    let (time, service): (Date, String) = (try columns.next(), try columns.next())
    let (type, version): (String, Int64?) = (try columns.next(), try columns.next())
    let lane: Int16 = try columns.next()
    return TimelineEntry(
      time, service, .waiting, type: type, details: "\(version.map { "v\($0), " } ?? "")lane \(lane)",
      place: version ?? 0)
  }
}

/// The limits that run for the case, and the days of its callbacks.
struct CaseDeadlines: PreparedStatement {
  static let sql =
    ["intake", "dispatch", "contractors", "callback", "reporting"].map { service in
      """
      SELECT due_at, '\(service)', name, attempts, last_error FROM \(service).deadline
      WHERE subject = $1 OR subject LIKE $1 || '-%'
      """
    }
    .joined(separator: "\nUNION ALL\n")
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> TimelineEntry {
    var columns = row.columns()
    let (time, service): (Date, String) = (try columns.next(), try columns.next())
    let (name, attempts): (String, Int16) = (try columns.next(), try columns.next())
    let reason: String? = try columns.next()
    let limit = CaseDeadline(name)
    // Dispatch wakes for a reminder before the end (R-053), and for the ladder after it (R-066).
    let next = service == "dispatch" ? "next reminder, end or escalation" : "due"
    return TimelineEntry(
      time, service, .deadline, type: name, name: limit.isKnown ? limit.name : TermName("期限 \(name)", name),
      details: attempts > 0 ? "failed \(attempts) times\(reason.map { ": \($0)" } ?? "")" : next)
  }
}

/// What people did to the case over HTTP, and what contractors reported by message.
struct CaseDeeds: PreparedStatement {
  static let sql = """
    SELECT noted_at, 'dispatch', 'person', action, person FROM dispatch.case_note WHERE number = $1
    UNION ALL
    SELECT report.received_at, 'contractors', 'in', 'repair.completion-reported.v1',
      report.source || ' ' || report.reference
    FROM contractors.commission AS letter JOIN contractors.completion_report AS report ON report.commission = letter.number
    WHERE letter.repair_order = $1 || '-R1'
    """
  let number: String

  func bind(_ bindings: inout Bindings) { bindings.append(self.number) }

  static func decode(_ row: Row) throws(PostgresError) -> TimelineEntry {
    var columns = row.columns()
    let (time, service): (Date, String) = (try columns.next(), try columns.next())
    let (kind, type): (String, String) = (try columns.next(), try columns.next())
    let details: String = try columns.next()
    let names = [
      "assignment": TermName("人工分派", "assigned by hand"), "reply": TermName("答复客户", "customer answered"),
      "handled": TermName("报告已处理", "reported done"),
      "evaluation": TermName("客户评价", "customer's evaluation"),
    ]
    return TimelineEntry(
      time, service, TimelineEntry.Kind(rawValue: kind) ?? .person, type: type, name: names[type], details: details)
  }
}
