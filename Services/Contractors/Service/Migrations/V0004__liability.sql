-- Customer service judges who answers and who repairs (R-090 to R-093); not every order leads to a commission.
ALTER TABLE repair_order
  ADD COLUMN liability text,
  ADD COLUMN repair_by text,
  DROP CONSTRAINT repair_order_state_check,
  DROP CONSTRAINT repair_order_survey_check,
  DROP CONSTRAINT repair_order_commission_check,
  DROP CONSTRAINT repair_order_completed_check,
  DROP CONSTRAINT repair_order_accepted_check,
  DROP CONSTRAINT repair_order_signed_check,
  ADD CONSTRAINT repair_order_state_check CHECK (state IN
    ('created', 'surveyed', 'judged', 'builder-notified', 'answered', 'commissioned', 'in-work', 'work-done', 'accepted',
     'signed', 'closed', 'cancelled')),
  ADD CONSTRAINT repair_order_liability_check CHECK ((liability IS NULL) = (repair_by IS NULL)),
  -- Before an award the state says what the judgement says.
  ADD CONSTRAINT repair_order_judged_check CHECK (CASE state
    WHEN 'created' THEN liability IS NULL
    WHEN 'surveyed' THEN liability IS NULL
    WHEN 'judged' THEN repair_by IS NULL OR repair_by = 'contractor'
    WHEN 'builder-notified' THEN repair_by IS NOT NULL AND repair_by = 'builder'
    WHEN 'answered' THEN repair_by IS NOT NULL AND repair_by NOT IN ('builder', 'contractor')
    ELSE true END),
  -- No commission before somebody has judged: on the spot, or at customer service (R-123).
  ADD CONSTRAINT repair_order_survey_check CHECK
    (num_nulls(judgement, finding, surveyed_by, surveyed_at) = ANY (CASE
      WHEN state = 'created' THEN ARRAY[4]
      WHEN state = 'cancelled' OR liability IS NOT NULL THEN ARRAY[0, 4] ELSE ARRAY[0] END)),
  ADD CONSTRAINT repair_order_commission_check CHECK
    (num_nulls(commission, contractor) = ANY (CASE
      WHEN state IN ('created', 'surveyed', 'judged') THEN ARRAY[2]
      -- Nobody was commissioned, or somebody had his try before it was judged anew (R-093).
      WHEN state IN ('builder-notified', 'answered', 'cancelled') THEN ARRAY[0, 2]
      WHEN state = 'closed' AND repair_by <> 'contractor' THEN ARRAY[0, 2] ELSE ARRAY[0] END)),
  ADD CONSTRAINT repair_order_completed_check CHECK (CASE
    WHEN state = 'cancelled' THEN true
    WHEN state = 'closed' AND repair_by <> 'contractor' THEN true
    ELSE (completed_at IS NOT NULL) = (state IN ('work-done', 'accepted', 'signed', 'closed')) END),
  ADD CONSTRAINT repair_order_accepted_check CHECK
    (num_nulls(accepted_by, accepted_at) = ANY (CASE
      WHEN state = 'cancelled' THEN ARRAY[0, 2]
      WHEN state = 'closed' AND repair_by <> 'contractor' THEN ARRAY[0, 2]
      WHEN state IN ('accepted', 'signed', 'closed') THEN ARRAY[0] ELSE ARRAY[2] END)),
  ADD CONSTRAINT repair_order_signed_check CHECK (CASE
    WHEN state = 'cancelled' THEN true
    WHEN state = 'closed' AND repair_by <> 'contractor' THEN true
    ELSE (signed_at IS NOT NULL) = (state IN ('signed', 'closed')) END);

GRANT SELECT (liability, repair_by) ON repair_order TO auditor;
