-- A case may end before its repair is done: taken back by the customer, filed as invalid, or ended by the leader's decision
-- (R-058, R-172). The order keeps what had been done by then.
ALTER TABLE repair_order
  DROP CONSTRAINT repair_order_state_check,
  DROP CONSTRAINT repair_order_survey_check,
  DROP CONSTRAINT repair_order_commission_check,
  DROP CONSTRAINT repair_order_completed_check,
  DROP CONSTRAINT repair_order_accepted_check,
  DROP CONSTRAINT repair_order_signed_check,
  DROP CONSTRAINT repair_order_closed_check,
  DROP CONSTRAINT repair_order_round_check,
  ADD CONSTRAINT repair_order_state_check CHECK (state IN
    ('created', 'judged', 'commissioned', 'in-work', 'work-done', 'accepted', 'signed', 'closed', 'cancelled')),
  ADD CONSTRAINT repair_order_survey_check CHECK
    (num_nulls(judgement, finding, surveyed_by, surveyed_at) = ANY (CASE state
      WHEN 'created' THEN ARRAY[4] WHEN 'cancelled' THEN ARRAY[0, 4] ELSE ARRAY[0] END)),
  ADD CONSTRAINT repair_order_commission_check CHECK
    (num_nulls(commission, contractor) = ANY (CASE
      WHEN state IN ('created', 'judged') THEN ARRAY[2] WHEN state = 'cancelled' THEN ARRAY[0, 2] ELSE ARRAY[0] END)),
  ADD CONSTRAINT repair_order_completed_check CHECK
    (state = 'cancelled' OR (completed_at IS NOT NULL) = (state IN ('work-done', 'accepted', 'signed', 'closed'))),
  ADD CONSTRAINT repair_order_accepted_check CHECK
    (num_nulls(accepted_by, accepted_at) = ANY (CASE
      WHEN state IN ('accepted', 'signed', 'closed') THEN ARRAY[0]
      WHEN state = 'cancelled' THEN ARRAY[0, 2] ELSE ARRAY[2] END)),
  ADD CONSTRAINT repair_order_signed_check CHECK
    (state = 'cancelled' OR (signed_at IS NOT NULL) = (state IN ('signed', 'closed'))),
  ADD CONSTRAINT repair_order_closed_check CHECK ((closed_at IS NOT NULL) = (state IN ('closed', 'cancelled'))),
  ADD CONSTRAINT repair_order_round_check CHECK (round >= 1);
