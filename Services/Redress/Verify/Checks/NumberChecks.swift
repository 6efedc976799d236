import Postgres

// a series has no gap and no repeat, and knows its last number.

/// What is wrong with a series, as both statements answer it.
private struct SeriesColumns {
  let subject: String
  let count: Int
  let last: Int32?
  let firstWrong: Int?
  let lastOfSeries: Int32?

  init(_ row: Row) throws(PostgresError) {
    var columns = row.columns()
    self.subject = try columns.next()
    self.count = try columns.next()
    self.last = try columns.next()
    self.firstWrong = try columns.next()
    self.lastOfSeries = try columns.next()
  }

  func finding(_ invariant: Invariant) -> Finding {
    let numbers = "\(self.count) numbers, the last \(self.last.map(String.init) ?? "none")"
    let found =
      if let firstWrong {
        "\(numbers): not in sequence from \(firstWrong) on."
      } else {
        "\(numbers), and the series stands at \(self.lastOfSeries.map(String.init) ?? "nothing")."
      }
    return Finding(invariant, self.subject, found)
  }
}

struct ComplaintNumberGaps: Check {
  static let invariant = Invariant.complaintNumbers
  static let sql = """
    WITH numbered AS (
      SELECT project, year, serial, row_number() OVER (PARTITION BY project, year ORDER BY serial) AS place
      FROM intake.complaint)
    SELECT project || '-' || year, count(place), max(serial), min(place) FILTER (WHERE serial <> place), last_serial
    FROM numbered FULL JOIN intake.complaint_series AS series USING (project, year)
    GROUP BY project, year, last_serial
    HAVING max(serial) IS DISTINCT FROM last_serial OR bool_or(serial <> place) ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    try SeriesColumns(row).finding(self.invariant)
  }
}

struct CommissionNumberGaps: Check {
  static let invariant = Invariant.commissionNumbers
  static let sql = """
    WITH numbered AS (
      SELECT project, serial, row_number() OVER (PARTITION BY project ORDER BY serial) AS place
      FROM contractors.commission)
    SELECT project, count(place), max(serial), min(place) FILTER (WHERE serial <> place), last_serial
    FROM numbered FULL JOIN contractors.commission_series AS series USING (project)
    GROUP BY project, last_serial
    HAVING max(serial) IS DISTINCT FROM last_serial OR bool_or(serial <> place) ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    try SeriesColumns(row).finding(self.invariant)
  }
}

struct FormNumberGaps: Check {
  static let invariant = Invariant.formNumbers
  static let sql = """
    WITH issued AS (
      SELECT 'SM03-11' AS type, project, year, serial FROM dispatch.letter
      UNION ALL SELECT 'SM03-12', project, year, serial FROM dispatch.contact_sheet),
    numbered AS (
      SELECT type, project, year, serial, row_number() OVER (PARTITION BY type, project, year ORDER BY serial) AS place
      FROM issued)
    SELECT type || '-' || project || '-' || year, count(place), max(serial), min(place) FILTER (WHERE serial <> place),
      last_serial
    FROM numbered FULL JOIN dispatch.form_series AS series USING (type, project, year)
    GROUP BY type, project, year, last_serial
    HAVING max(serial) IS DISTINCT FROM last_serial OR bool_or(serial <> place) ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    try SeriesColumns(row).finding(self.invariant)
  }
}
