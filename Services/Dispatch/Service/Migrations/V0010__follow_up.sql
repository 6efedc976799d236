-- R-052: customer service looks at each open case weekly. Open cases count from the last thing that was recorded of them.
ALTER TABLE repair_case ADD COLUMN follow_up_due_at timestamptz;

UPDATE repair_case SET follow_up_due_at = interval '7 days' + greatest(
    received_at, verified_at, assigned_at, replied_at, surveyed_at, started_at, handled_at, evaluated_at,
    (SELECT max(noted_at) FROM case_note WHERE case_note.number = repair_case.number))
  WHERE closed_at IS NULL;

INSERT INTO deadline (subject, name, due_at, payload)
SELECT number, 'follow-up', follow_up_due_at, '{"profile": "cohl", "version": 1}' FROM repair_case WHERE closed_at IS NULL;

ALTER TABLE repair_case
  ADD CONSTRAINT repair_case_follow_up_check CHECK (closed_at IS NULL OR follow_up_due_at IS NULL),
  -- R-189: a customer who has accepted the work may refuse to be called.
  DROP CONSTRAINT repair_case_evaluated_check,
  ADD CONSTRAINT repair_case_evaluated_check
    CHECK (evaluated_at IS NOT NULL OR state <> 'awaiting-callback' AND (outcome IS NULL
      OR outcome NOT IN ('satisfied', 'unreachable', 'refused'))),
  DROP CONSTRAINT repair_case_outcome_check,
  ADD CONSTRAINT repair_case_outcome_check CHECK (outcome IS NULL OR CASE state
    WHEN 'closed' THEN outcome IN ('satisfied', 'unreachable', 'refused', 'by-decision')
    WHEN 'filed-invalid' THEN outcome = 'invalid'
    ELSE outcome = 'withdrawn' END);

-- Serves ListForgottenCases.
CREATE INDEX repair_case_follow_up_idx ON repair_case (follow_up_due_at)
  WHERE state NOT IN ('closed', 'filed-invalid', 'withdrawn');

-- Serves ListIdleCases.
CREATE INDEX repair_case_idle_idx ON repair_case (number)
  WHERE next_due_at IS NULL AND state NOT IN ('closed', 'filed-invalid', 'withdrawn');

ALTER TABLE case_note
  DROP CONSTRAINT case_note_action_check,
  ADD CONSTRAINT case_note_action_check CHECK (action IN
    ('verification', 'assignment', 'handback', 'filing', 'report', 'reply', 'start', 'stage', 'appointment', 'dispute',
     'decision', 'suspension', 'resumption', 'handled', 'evaluation', 'withdrawal', 'reopening', 'letter', 'objection',
     'handover', 'note'));

GRANT SELECT (follow_up_due_at) ON repair_case TO auditor;

-- R-268: from this day the customer-service office on the site is the address of quality complaints.
ALTER TABLE project_department ADD COLUMN office_opens_on date;
