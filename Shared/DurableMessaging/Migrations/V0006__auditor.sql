-- What `redress verify` and `redress case` read of the machinery: never a message's body or headers. The role comes from
-- deploy/postgres/roles.sql, which is run before a new release starts.
GRANT SELECT (consumer, message_id, arrival, subject, state, attempts, next_attempt_at, last_error, faults, repeats,
  received_at, decided_by, decided_reason, decided_at) ON inbox_message TO auditor;
GRANT SELECT (lane, id, message_id, subject, subject_version, exchange, routing_key, created_at)
  ON outbox_message TO auditor;
GRANT SELECT (subject, name, due_at, attempts, retry_at, last_error) ON deadline TO auditor;
GRANT SELECT ON quarantine_note, inbox_layout TO auditor;
