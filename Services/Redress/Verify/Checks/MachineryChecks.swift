import Postgres

// The tables that every service has: what stands in them for longer than the grace period has come to a stop.

/// One SELECT a service, joined; `{service}` stands for the schema.
private func everyService(_ select: String) -> String {
  ["intake", "dispatch", "contractors", "callback", "reporting"]
    .map { select.replacing("{service}", with: $0) }
    .joined(separator: "\nUNION ALL\n") + "\nORDER BY 1, 2"
}

struct OutboxWaiting: Check {
  static let invariant = Invariant.outbox
  static let sql = everyService(
    """
    SELECT '{service}', lane, count(*), min(id) FROM {service}.outbox_message GROUP BY lane
    """)

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (service, lane): (String, Int16) = (try columns.next(), try columns.next())
    let (count, oldest): (Int, Int64) = (try columns.next(), try columns.next())
    return Finding(
      self.invariant, service, "\(count) messages wait in lane \(lane) to be published; the first does not leave.",
      mark: "lane \(lane), message \(oldest)")
  }
}

/// A message whose turn has come and that nobody takes, or that has been tried for more than a minute.
struct InboxWaiting: Check {
  static let invariant = Invariant.inbox
  static let sql = everyService(
    """
    SELECT '{service}', waiting.arrival, waiting.consumer, waiting.subject, waiting.state, waiting.attempts,
      waiting.last_error
    FROM {service}.inbox_message AS waiting
    WHERE (waiting.state = 'retrying' AND (waiting.next_attempt_at <= now() OR waiting.attempts >= 5))
      OR (waiting.state = 'parked' AND NOT EXISTS (
        SELECT FROM {service}.inbox_message AS ahead
        WHERE ahead.consumer = waiting.consumer AND ahead.subject = waiting.subject AND ahead.state = 'retrying'))
    """)

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (service, arrival): (String, Int64) = (try columns.next(), try columns.next())
    let (queue, subject): (String, String) = (try columns.next(), try columns.next())
    let (state, attempts): (String, Int16) = (try columns.next(), try columns.next())
    let reason: String? = try columns.next()
    return Finding(
      self.invariant, subject,
      "Message \(arrival) of \(queue) is \(state) after \(attempts) attempts\(reason.map { " (\($0))" } ?? "").",
      mark: "\(service) \(arrival) \(attempts)")
  }
}

struct MessagesQuarantined: Check {
  static let invariant = Invariant.quarantine
  static let sql = everyService(
    """
    SELECT '{service}', min(arrival), count(*) FROM {service}.inbox_message WHERE state = 'quarantined'
    HAVING count(*) > 0
    """)

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (service, first): (String, Int64) = (try columns.next(), try columns.next())
    let count = try columns.next(Int.self)
    return Finding(
      self.invariant, service, "\(count) messages; `redress quarantine list --service \(service)` shows them.",
      mark: "from \(first)")
  }
}

/// Firing has failed more than twice. Whether one is late is not asked here: only the service knows its clock.
struct DeadlinesFailing: Check {
  static let invariant = Invariant.deadlines
  static let sql = everyService(
    """
    SELECT '{service}', subject, name, attempts, last_error FROM {service}.deadline WHERE attempts >= 3
    """)

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (service, subject): (String, String) = (try columns.next(), try columns.next())
    let (name, attempts): (String, Int16) = (try columns.next(), try columns.next())
    let reason: String? = try columns.next()
    return Finding(
      self.invariant, subject,
      "\(service) could not fire its deadline \(name) in \(attempts) attempts\(reason.map { " (\($0))" } ?? "").",
      mark: "\(service) \(name)")
  }
}
