-- What `redress verify` and `redress case` read of the repairs: not where the customer lives, not what people wrote.
GRANT SELECT ON project, commission_series, commission TO auditor;
GRANT SELECT (code, name, trades, state) ON contractor TO auditor;
GRANT SELECT (number, complaint, project, building_part, trade, requested_at, survey_due_at, state, round, judgement,
  surveyed_at, commission, contractor, completed_at, accepted_at, signed_at, reworks,
  rework_cause, rework_ordered_at, closed_at, version) ON repair_order TO auditor;
GRANT SELECT (source, reference, commission, completed_at, received_at) ON completion_report TO auditor;
