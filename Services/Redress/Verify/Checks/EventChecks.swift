import Postgres

// Each service counts the events that it publishes about a subject. Reporting reads all of them but one type:
// repair.requested, which follows case.assigned and case.reopened when a repair belongs to the case.

struct EventVersionGaps: Check {
  static let invariant = Invariant.eventOrder
  static let sql = """
    WITH counted AS (
      SELECT subject, source, version, coalesce(lag(version) OVER series, 0) AS before, lag(type) OVER series AS after
      FROM reporting.event WHERE version IS NOT NULL
      WINDOW series AS (PARTITION BY subject, source ORDER BY version))
    SELECT subject, source, before, version FROM counted
    WHERE version <> before + 1 AND NOT (
      version = before + 2 AND source = '/dispatch' AND after IN ('case.assigned.v1', 'case.reopened.v1')
      AND EXISTS (SELECT FROM dispatch.repair_case WHERE number = subject AND trade IS NOT NULL))
    ORDER BY 1, 2, 4
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (subject, source): (String, String) = (try columns.next(), try columns.next())
    let (before, version): (Int64, Int64) = (try columns.next(), try columns.next())
    return Finding(
      self.invariant, subject, "Of \(source.dropFirst())'s events, \(version) follows \(before).")
  }
}

/// By the order of arrival in reporting's inbox, which keeps it for two weeks.
struct EventsOutOfOrder: Check {
  static let invariant = Invariant.eventOrder
  static let sql = """
    WITH arrived AS (
      SELECT event.subject, event.source, event.version, inbox.arrival,
        lag(inbox.arrival) OVER (PARTITION BY event.subject, event.source ORDER BY event.version) AS before
      FROM reporting.event JOIN reporting.inbox_message AS inbox ON inbox.message_id = event.id
      WHERE event.version IS NOT NULL)
    SELECT subject, source, version FROM arrived WHERE arrival < before ORDER BY 1, 2, 3
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (subject, source): (String, String) = (try columns.next(), try columns.next())
    let version = try columns.next(Int64.self)
    return Finding(
      self.invariant, subject, "Event \(version) of \(source.dropFirst()) reached reporting before the one before it.")
  }
}

struct EventsNotReported: Check {
  static let invariant = Invariant.eventsComplete
  static let sql = """
    WITH published AS (
      SELECT number, '/dispatch' AS source, version, trade IS NOT NULL AS asks_for_repairs FROM dispatch.repair_case
      UNION ALL SELECT number, '/dispatch', version, false FROM dispatch.suggestion
      UNION ALL SELECT complaint, '/contractors', version, false FROM contractors.repair_order
      UNION ALL SELECT number, '/callback', version, false FROM callback.complaint),
    reported AS (
      SELECT DISTINCT ON (subject, source) subject, source, version, type FROM reporting.event
      WHERE version IS NOT NULL ORDER BY subject, source, version DESC)
    SELECT published.number, published.source, published.version, coalesce(reported.version, 0)
    FROM published
    LEFT JOIN reported ON reported.subject = published.number AND reported.source = published.source
    WHERE published.version <> coalesce(reported.version, 0) AND NOT (
      published.asks_for_repairs AND published.version = reported.version + 1
      AND reported.type IN ('case.assigned.v1', 'case.reopened.v1'))
    ORDER BY 1, 2
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, source): (String, String) = (try columns.next(), try columns.next())
    let (published, reported): (Int64, Int64) = (try columns.next(), try columns.next())
    return Finding(
      self.invariant, number,
      "\(source.dropFirst()) has published \(published) events, reporting knows them up to \(reported).")
  }
}
