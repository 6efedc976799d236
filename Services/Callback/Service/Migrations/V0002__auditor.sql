-- What `redress verify` and `redress case` read of the callbacks: not what the customer remarked.
GRANT SELECT ON complaint TO auditor;
GRANT SELECT (number, complaint, kind, round, state, callable_from, due_at, scheduled_at, handled_by, policy_profile,
  policy_version, satisfied_from, quality, speed, staff, answered_by, answered_at, is_satisfied) ON callback TO auditor;
