import Postgres

// Every open case waits for something that will come. What that is depends on its state.

/// A case that nobody has to touch by a limit: the limit runs, or it has passed and reporting knows it as missed.
struct CasesWithoutLimit: Check {
  static let invariant = Invariant.nextStep
  static let sql = """
    SELECT owed.number, owed.name FROM (
      SELECT number, unnest(CASE state
          WHEN 'registered' THEN ARRAY['assignment'] WHEN 'verified' THEN ARRAY['assignment']
          WHEN 'assigned' THEN ARRAY['reply'] WHEN 'planned' THEN ARRAY['handling'] WHEN 'in-progress' THEN ARRAY['handling']
          WHEN 'escalated' THEN ARRAY['decision'] WHEN 'returned' THEN ARRAY['return-decision']
          WHEN 'awaiting-evaluation' THEN ARRAY['evaluation'] WHEN 'rework' THEN ARRAY['new-plan']
          WHEN 'suspended' THEN ARRAY['review'] END) AS name
      FROM dispatch.repair_case WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn')
      UNION ALL SELECT number, 'survey' FROM dispatch.repair_case
        WHERE state = 'assigned' AND trade IS NOT NULL AND surveyed_at IS NULL
          AND coalesce((SELECT repair_by FROM dispatch.judgement WHERE complaint = number ORDER BY serial DESC LIMIT 1),
            'contractor') = 'contractor') AS owed
    WHERE NOT EXISTS (
        SELECT FROM dispatch.deadline WHERE deadline.subject = owed.number AND deadline.name = owed.name)
      AND NOT EXISTS (
        SELECT FROM reporting.missed_limit AS missed
        WHERE missed.number = owed.number AND missed.deadline = owed.name)
    ORDER BY 1, 2
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, limit): (String, String) = (try columns.next(), try columns.next())
    return Finding(self.invariant, number, "The limit \(limit) neither runs nor was missed.")
  }
}

/// A case with a repair whose order contractors does not have, or whose end dispatch has not heard of.
struct CasesWithoutRepair: Check {
  static let invariant = Invariant.nextStep
  static let sql = """
    SELECT work.number, work.round, repair.round, repair.state
    FROM dispatch.repair_case AS work
    LEFT JOIN contractors.repair_order AS repair ON repair.number = work.number || '-R1'
    WHERE work.trade IS NOT NULL AND work.state IN ('assigned', 'planned', 'in-progress', 'rework')
      AND (repair.number IS NULL OR repair.round <> work.round OR repair.state IN ('signed', 'closed'))
    ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, round): (String, Int32) = (try columns.next(), try columns.next())
    let (orderRound, state): (Int32?, String?) = (try columns.next(), try columns.next())
    guard let orderRound, let state else {
      return Finding(self.invariant, number, "It waits for a repair of which contractors has no order.")
    }
    guard orderRound == round else {
      return Finding(self.invariant, number, "It is in round \(round), its repair order in round \(orderRound).")
    }
    return Finding(self.invariant, number, "Its repair order is \(state), and dispatch has not heard of it.")
  }
}

/// A handled case that nobody is going to ask the customer about, or whose answer dispatch has not heard of.
struct CasesWithoutCallback: Check {
  static let invariant = Invariant.nextStep
  static let sql = """
    SELECT work.number, work.state, work.round, closing.state
    FROM dispatch.repair_case AS work
    LEFT JOIN callback.callback AS closing
      ON closing.complaint = work.number AND closing.kind = 'closing' AND closing.round = work.round
    WHERE work.state = 'awaiting-callback' AND closing.state IS DISTINCT FROM 'scheduled'
    ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, state): (String, String) = (try columns.next(), try columns.next())
    let (round, callback): (Int32, String?) = (try columns.next(), try columns.next())
    guard let callback else {
      return Finding(self.invariant, number, "It is \(state), and callback has no callback for round \(round).")
    }
    return Finding(
      self.invariant, number,
      "It is \(state), its callback of round \(round) is \(callback), and dispatch has not heard of that.")
  }
}

/// only a satisfied customer ends a case as satisfied, and an answer is there only with its scores.
struct CasesClosedTooEarly: Check {
  static let invariant = Invariant.closedProperly
  static let sql = """
    SELECT work.number, work.round, closing.state, closing.is_satisfied
    FROM dispatch.repair_case AS work
    LEFT JOIN callback.callback AS closing
      ON closing.complaint = work.number AND closing.kind = 'closing' AND closing.round = work.round
    WHERE work.outcome = 'satisfied' AND NOT (closing.state IS NOT DISTINCT FROM 'done'
      AND closing.is_satisfied IS NOT DISTINCT FROM true AND num_nulls(closing.quality, closing.speed, closing.staff) = 0)
    ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let (number, round): (String, Int32) = (try columns.next(), try columns.next())
    let (callback, isSatisfied): (String?, Bool?) = (try columns.next(), try columns.next())
    let reason =
      switch (callback, isSatisfied) {
      case (nil, _): "there is no callback of round \(round)"
      case (_?, nil): "the callback of round \(round) has no scores"
      case (_?, _?): "the customer was not satisfied in round \(round)"
      }
    return Finding(self.invariant, number, "It is closed, and \(reason).")
  }
}

/// A closed case that somebody still works on, because its end has not reached him.
struct CasesHalfClosed: Check {
  static let invariant = Invariant.closedProperly
  static let sql = """
    SELECT work.number, work.trade IS NOT NULL AND repair.closed_at IS NULL,
      work.outcome IN ('satisfied', 'by-decision') AND milestone.number IS NULL AND NOT refused, record.closed_at IS NULL
    FROM dispatch.repair_case AS work
    LEFT JOIN contractors.repair_order AS repair ON repair.number = work.number || '-R1'
    LEFT JOIN callback.callback AS milestone
      ON milestone.complaint = work.number AND milestone.kind = 'milestone' AND milestone.round = work.round
    LEFT JOIN reporting.case_record AS record ON record.number = work.number
    -- Who has refused a callback is not asked again about the case (R-189).
    CROSS JOIN LATERAL (SELECT EXISTS (
      SELECT FROM callback.callback WHERE complaint = work.number AND state = 'refused') AS refused) AS customer
    WHERE work.closed_at IS NOT NULL AND (record.closed_at IS NULL
      OR (work.outcome IN ('satisfied', 'by-decision') AND milestone.number IS NULL AND NOT refused)
      OR (work.trade IS NOT NULL AND repair.closed_at IS NULL))
    ORDER BY 1
    """

  static func decode(_ row: Row) throws(PostgresError) -> Finding {
    var columns = row.columns()
    let number = try columns.next(String.self)
    let open: [(String, Bool)] = [
      ("contractors", try columns.next()), ("callback", try columns.next()), ("reporting", try columns.next()),
    ]
    let names = open.filter(\.1).map(\.0).joined(separator: ", ")
    return Finding(self.invariant, number, "It is closed, and \(names) has not heard of that.")
  }
}
