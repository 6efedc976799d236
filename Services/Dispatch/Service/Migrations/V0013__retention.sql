-- What a case says of people goes after the warranty of its part and three years (R-333); a claim, and what a court has to do
-- with, is held until somebody releases it. Whoever lives at the address is known by it, so the home goes, too.
ALTER TABLE case_note
  DROP CONSTRAINT case_note_action_check,
  ADD CONSTRAINT case_note_action_check CHECK (action IN
    ('verification', 'assignment', 'handback', 'filing', 'report', 'reply', 'start', 'stage', 'appointment', 'dispute',
     'decision', 'suspension', 'resumption', 'handled', 'evaluation', 'withdrawal', 'reopening', 'letter', 'objection',
     'handover', 'note', 'hold', 'release'));
-- So far a claim was a case like others, and whether a court once had to do with a case stands in its notes.
UPDATE repair_case SET course = course || jsonb_build_object('hold', jsonb_build_object(
  'since', to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
WHERE kind = 'claim' OR number IN (SELECT number FROM case_note WHERE action = 'suspension' AND text LIKE 'court:%');
-- What has ended is looked at after three years; its warranty, where it runs longer, then sets the next look.
INSERT INTO deadline (subject, name, due_at, payload)
SELECT number, 'retention', closed_at + interval '3 years', '{"profile": "cohl", "version": 1}' FROM (
  SELECT number, closed_at FROM repair_case WHERE closed_at IS NOT NULL AND NOT course ? 'hold'
  UNION ALL
  SELECT number, closed_at FROM suggestion WHERE closed_at IS NOT NULL
    AND number NOT IN (SELECT number FROM repair_case)) AS ended
ON CONFLICT DO NOTHING;
