import Postgres

// What intake's register says against what the other services know of it.

struct ComplaintsRegisteredTwice: Check {
  static let invariant = Invariant.registeredOnce
  static let sql = """
    SELECT min(number), max(number), count(*) FROM intake.complaint
    GROUP BY source, reference HAVING count(*) > 1 ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (first, last, count): (String, String, Int) = (
      try columns.next(), try columns.next(), try columns.next()
    )
    return Finding(
      self.invariant, first, "One report stands \(count) times in the register, the last time as \(last).")
  }
}

struct ComplaintsNotReportedOnce: Check {
  static let invariant = Invariant.reportedOnce
  static let sql = """
    SELECT complaint.number, count(event.id), record.received_at IS NOT NULL
    FROM intake.complaint
    LEFT JOIN reporting.event ON event.subject = complaint.number AND event.type = 'complaint.registered.v1'
    LEFT JOIN reporting.case_record AS record ON record.number = complaint.number
    GROUP BY complaint.number, record.received_at
    HAVING count(event.id) <> 1 OR record.received_at IS NULL ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let number = try columns.next(String.self)
    let (registrations, isRecorded): (Int, Bool) = (try columns.next(), try columns.next())
    return Finding(
      self.invariant, number,
      registrations == 0
        ? "Reporting has not heard of it."
        : registrations > 1
          ? "Reporting has heard of its registration \(registrations) times."
          : "Reporting has heard of it and has no \(isRecorded ? "event" : "record") of it.")
  }
}

struct ComplaintsWithoutCase: Check {
  static let invariant = Invariant.caseExists
  static let sql = """
    SELECT complaint.number FROM intake.complaint
    LEFT JOIN dispatch.repair_case USING (number) LEFT JOIN dispatch.suggestion USING (number)
    WHERE repair_case.number IS NULL AND suggestion.number IS NULL ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    Finding(self.invariant, try row.decode(0), "Dispatch has no case for it, and no suggestion.")
  }
}

/// Something that began nowhere: a service took an event that intake's register does not bear out.
struct CasesWithoutComplaint: Check {
  static let invariant = Invariant.caseExists
  static let sql = """
    SELECT known.number, known.service FROM (
      SELECT number, 'dispatch' AS service FROM dispatch.repair_case
      UNION ALL SELECT number, 'dispatch' FROM dispatch.suggestion
      UNION ALL SELECT complaint, 'contractors' FROM contractors.repair_order
      UNION ALL SELECT number, 'callback' FROM callback.complaint
      UNION ALL SELECT number, 'reporting' FROM reporting.case_record) AS known
    WHERE NOT EXISTS (SELECT FROM intake.complaint WHERE complaint.number = known.number) ORDER BY 1, 2
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, service): (String, String) = (try columns.next(), try columns.next())
    return Finding(self.invariant, number, "Known to \(service) and not in intake's register.")
  }
}
