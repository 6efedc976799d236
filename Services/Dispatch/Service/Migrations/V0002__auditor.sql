-- What `redress verify` and `redress case` read of the cases: not where the customer lives, not what people wrote.
GRANT SELECT (number, received_at, kind, category, project, building_part, state, responsible, trade, round, assigned_at,
  replied_at, surveyed_at, handled_at, closed_at, version) ON repair_case TO auditor;
GRANT SELECT (number, noted_at, action, person) ON case_note TO auditor;
