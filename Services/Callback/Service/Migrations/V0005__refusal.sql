-- A customer may refuse to be asked: recorded, told apart from one who was not reached (R-189).
ALTER TABLE callback
  ADD COLUMN refused_by text,
  ADD COLUMN refused_at timestamptz,
  DROP CONSTRAINT callback_state_check,
  ADD CONSTRAINT callback_state_check CHECK (state IN ('scheduled', 'due', 'done', 'refused', 'cancelled')),
  ADD CONSTRAINT callback_refused_check
    CHECK (num_nulls(refused_by, refused_at) = CASE state WHEN 'refused' THEN 0 ELSE 2 END),
  -- R-168: nor may the handler be told so.
  ADD CONSTRAINT callback_refused_caller_check CHECK (kind <> 'closing' OR refused_by <> handled_by);

GRANT SELECT (refused_by, refused_at) ON callback TO auditor;
