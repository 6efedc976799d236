-- The case as state machine 3.1 has it whole: more states, the stamps of every stage (R-067), how it ended (R-068), and
-- `course` for what no query asks for: its limits with what is needed to explain them (R-011), its plan, why it stands still.
ALTER TABLE repair_case
  ADD COLUMN grade        text,
  ADD COLUMN verified_at  timestamptz,
  ADD COLUMN started_at   timestamptz,
  ADD COLUMN evaluated_at timestamptz,                    -- when the customer accepted the work of this round (R-057)
  ADD COLUMN outcome      text,                           -- how it ended
  ADD COLUMN returns      integer NOT NULL DEFAULT 0,     -- how often units gave it back (R-059)
  ADD COLUMN dissatisfied integer NOT NULL DEFAULT 0,     -- callbacks that found the customer dissatisfied (R-172)
  ADD COLUMN next_due_at  timestamptz,                    -- the first of its running limits
  ADD COLUMN course       jsonb;

ALTER TABLE repair_case
  DROP CONSTRAINT repair_case_state_check,
  DROP CONSTRAINT repair_case_responsible_check,
  DROP CONSTRAINT repair_case_assigned_check,
  DROP CONSTRAINT repair_case_handled_check,
  DROP CONSTRAINT repair_case_closed_check,
  DROP CONSTRAINT repair_case_round_check;

DROP INDEX repair_case_state_idx;

-- Steps that had no limit on the thin path get one from now on, so that no open case is without (R-069).
INSERT INTO deadline (subject, name, due_at, payload)
SELECT number, owed.name, now() + owed.time, '{"profile": "cohl", "version": 1}'
FROM repair_case, LATERAL (SELECT
    CASE WHEN state = 'reopened' THEN 'new-plan' WHEN state = 'assigned' THEN 'handling' ELSE 'callback' END AS name,
    CASE WHEN state = 'reopened' THEN interval '2 days' WHEN state = 'assigned' THEN interval '30 days'
      ELSE interval '3 days' END AS time) AS owed
WHERE state IN ('handled', 'awaiting-callback', 'reopened')
  OR (state = 'assigned' AND (replied_at IS NOT NULL OR surveyed_at IS NOT NULL));

-- Cases of the thin path: the limits that run go on with the dates they have; what they started from is known.
UPDATE repair_case SET
  grade = 'general',
  verified_at = assigned_at,
  started_at = CASE
    WHEN state IN ('handled', 'awaiting-callback', 'reopened', 'closed') THEN coalesce(surveyed_at, handled_at)
    ELSE surveyed_at END,
  evaluated_at = CASE WHEN state IN ('handled', 'awaiting-callback', 'closed') THEN handled_at END,
  outcome = CASE WHEN state = 'closed' THEN 'satisfied' END,
  dissatisfied = round - 1,
  state = CASE
    WHEN state = 'assigned' AND surveyed_at IS NOT NULL THEN 'in-progress'
    WHEN state = 'assigned' AND replied_at IS NOT NULL THEN 'planned'
    WHEN state = 'handled' THEN 'awaiting-callback'
    WHEN state = 'reopened' THEN 'rework'
    ELSE state END,
  next_due_at = (SELECT min(due_at) FROM deadline WHERE subject = number),
  course = jsonb_build_object('revision', version, 'contributors', '[]'::jsonb, 'stages', '[]'::jsonb, 'skipped', '[]'::jsonb, 'timers',
    coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'name', name, 'told', 'nothing', 'pauses', '[]'::jsonb, 'isMet', false,
        'rule', CASE name WHEN 'assignment' THEN 'R-021' WHEN 'reply' THEN 'R-054' WHEN 'survey' THEN 'R-108'
          WHEN 'handling' THEN 'R-057.commission' WHEN 'callback' THEN 'R-167' ELSE 'R-171' END,
        'limit', CASE name WHEN 'assignment' THEN '{"workingDays": 1}' WHEN 'handling' THEN '{"calendarDays": 30}'
          WHEN 'callback' THEN '{"workingDays": 3}' ELSE '{"workingDays": 2}' END::jsonb,
        'policy', jsonb_build_object('profile', payload->>'profile', 'version', (payload->>'version')::integer),
        'startedAt', to_char(CASE WHEN name IN ('handling', 'callback', 'new-plan') THEN now()
          ELSE coalesce(assigned_at, received_at) END AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'dueAt', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM deadline WHERE subject = number), '[]'::jsonb));

ALTER TABLE repair_case
  ALTER COLUMN grade SET NOT NULL,
  ALTER COLUMN course SET NOT NULL,
  ADD CONSTRAINT repair_case_state_check CHECK (state IN
    ('registered', 'verified', 'assigned', 'planned', 'in-progress', 'escalated', 'returned', 'awaiting-evaluation',
     'awaiting-callback', 'rework', 'closed', 'filed-invalid', 'withdrawn', 'suspended')),
  -- No case that somebody has to answer for is without its unit.
  ADD CONSTRAINT repair_case_responsible_check CHECK (CASE
    WHEN state IN ('registered', 'verified') THEN responsible IS NULL
    WHEN state IN ('filed-invalid', 'withdrawn') THEN true
    ELSE responsible IS NOT NULL END),
  ADD CONSTRAINT repair_case_assigned_check CHECK ((responsible IS NULL) = (assigned_at IS NULL)),
  ADD CONSTRAINT repair_case_verified_check CHECK (verified_at IS NOT NULL OR state IN ('registered', 'withdrawn')),
  ADD CONSTRAINT repair_case_handled_check
    CHECK (handled_at IS NOT NULL OR state NOT IN ('awaiting-evaluation', 'awaiting-callback', 'rework')
      OR state = 'rework' AND round > 1),
  -- R-057: nobody is called back, and nothing closed as satisfied or unreachable, that the customer has not evaluated.
  ADD CONSTRAINT repair_case_evaluated_check
    CHECK (evaluated_at IS NOT NULL OR state <> 'awaiting-callback' AND (outcome IS NULL
      OR outcome NOT IN ('satisfied', 'unreachable'))),
  ADD CONSTRAINT repair_case_closed_check
    CHECK ((state IN ('closed', 'filed-invalid', 'withdrawn')) = (closed_at IS NOT NULL)
      AND (closed_at IS NULL) = (outcome IS NULL)),
  -- R-068: the exceptions have their names, and each state its own.
  ADD CONSTRAINT repair_case_outcome_check CHECK (outcome IS NULL OR CASE state
    WHEN 'closed' THEN outcome IN ('satisfied', 'unreachable', 'by-decision')
    WHEN 'filed-invalid' THEN outcome = 'invalid'
    ELSE outcome = 'withdrawn' END),
  ADD CONSTRAINT repair_case_round_check CHECK (round >= 1 AND dissatisfied BETWEEN 0 AND round - 1),
  ADD CONSTRAINT repair_case_returns_check CHECK (returns >= 0);

-- Serves ListCases: the open cases in one state, oldest number first; those that have ended are most of the table.
CREATE INDEX repair_case_state_idx ON repair_case (state, number)
  WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn');

-- Serves ListCasesOfUnit.
CREATE INDEX repair_case_responsible_idx ON repair_case (responsible, number)
  WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn');

-- Serves ListOverdueCases.
CREATE INDEX repair_case_due_idx ON repair_case (next_due_at)
  WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn');

-- Serves ListCasesOfProject.
CREATE INDEX repair_case_project_idx ON repair_case (project, number)
  WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn');

ALTER TABLE case_note
  DROP CONSTRAINT case_note_action_check,
  ADD CONSTRAINT case_note_action_check CHECK (action IN
    ('verification', 'assignment', 'handback', 'filing', 'report', 'reply', 'start', 'stage', 'appointment', 'dispute',
     'decision', 'suspension', 'resumption', 'handled', 'evaluation', 'withdrawal', 'reopening', 'letter', 'objection',
     'handover'));

-- Not what the plan says, nor what people wrote.
GRANT SELECT (grade, verified_at, started_at, evaluated_at, outcome, returns, dissatisfied, next_due_at) ON repair_case
  TO auditor;
