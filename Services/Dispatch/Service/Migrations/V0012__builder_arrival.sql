-- The builder's arrival (R-103) is one of the limits of the case now: reminded of, escalated, and standing still with the others.
-- What was told already stays told; where the date has passed unseen the row of the deadline fires as before.
UPDATE repair_case SET
  next_due_at = CASE WHEN owed.is_paused THEN next_due_at ELSE least(next_due_at, owed.arrival_due_at) END,
  course = jsonb_set(course, '{timers}', (course->'timers') || jsonb_build_object(
    'name', 'builder-arrival', 'rule', 'R-103', 'isMet', false, 'policy', owed.policy,
    'told', CASE WHEN owed.is_missed THEN 'unit-head' ELSE 'nothing' END,
    'pauses', CASE WHEN owed.is_paused
      THEN jsonb_build_array(jsonb_build_object('from', course->'suspension'->'since')) ELSE '[]'::jsonb END,
    'startedAt', to_char(owed.notified_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'promised', owed.due, 'dueAt', owed.due))
FROM (
  SELECT work.number, notice.notified_at, notice.arrival_due_at,
    to_char(notice.arrival_due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS due,
    limits.subject IS NULL AS is_missed,
    work.state = 'suspended' AND limits.subject IS NOT NULL
      AND (work.course->'suspension'->>'since')::timestamptz < notice.arrival_due_at AS is_paused,
    coalesce(limits.payload, work.course->'timers'->0->'policy', '{"profile": "cohl", "version": 1}') AS policy
  FROM builder_notice AS notice
  JOIN repair_case AS work ON work.number = notice.complaint
  LEFT JOIN deadline AS limits ON limits.subject = work.number AND limits.name = 'builder-arrival'
  WHERE notice.arrived_at IS NULL
    AND work.state NOT IN ('awaiting-evaluation', 'awaiting-callback', 'rework', 'closed', 'filed-invalid', 'withdrawn')
) AS owed
WHERE repair_case.number = owed.number;

-- Nobody owes it any more, or it stands still.
DELETE FROM deadline WHERE name = 'builder-arrival' AND subject NOT IN (
  SELECT number FROM repair_case
  WHERE course @? '$.timers[*] ? (@.name == "builder-arrival" && !exists(@.pauses[*]))');

-- It was missed before: from here it is escalated.
INSERT INTO deadline (subject, name, due_at, payload)
SELECT number, 'builder-arrival', arrival_due_at,
  jsonb_path_query_first(course, '$.timers[*] ? (@.name == "builder-arrival").policy')
FROM repair_case JOIN builder_notice ON complaint = number
WHERE course @? '$.timers[*] ? (@.name == "builder-arrival" && !exists(@.pauses[*]))'
ON CONFLICT DO NOTHING;
