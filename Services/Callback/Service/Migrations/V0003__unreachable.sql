-- A callback may be cancelled: its case was opened again before the milestone (R-192), or a letter took its place (R-188).
-- Attempts that reached nobody are counted (R-187).
ALTER TABLE callback
  ADD COLUMN attempts          smallint    NOT NULL DEFAULT 0,
  ADD COLUMN last_attempted_at timestamptz,
  DROP CONSTRAINT callback_state_check,
  ADD CONSTRAINT callback_state_check CHECK (state IN ('scheduled', 'due', 'done', 'cancelled')),
  ADD CONSTRAINT callback_attempts_check
    CHECK (attempts BETWEEN 0 AND 3 AND (attempts > 0) = (last_attempted_at IS NOT NULL));

GRANT SELECT (attempts, last_attempted_at) ON callback TO auditor;
