-- R-336: who did what, when, why, before and after. Rows are only ever added; a seal links them in the order of
-- (transaction, id) into a chain of SHA-256 hashes, which `redress verify` recounts.
CREATE TABLE audit_entry (
  -- The 64-bit number of the transaction that wrote the row. All of a transaction's rows become visible at once, so below the
  -- oldest transaction that runs nothing can be added any more: only there is sealed, and nobody waits for a lock.
  transaction    xid8        NOT NULL DEFAULT pg_current_xact_id(),
  id             bigint      GENERATED ALWAYS AS IDENTITY,
  recorded_at    timestamptz NOT NULL, -- by the service's clock, which may run faster than the world
  written_at     timestamptz NOT NULL DEFAULT now(),
  subject        text        NOT NULL, -- the aggregate: a complaint's number, a project's code
  action         text        NOT NULL,
  person         text        NOT NULL, -- the subject of the token, or service:<name>
  person_name    text,
  posts          text,                 -- as the token named them, with blanks between
  reason         text,
  before         jsonb,
  after          jsonb,
  correlation_id text,                 -- of the message that began the story
  -- What the seal vouches for of the three columns that an auditor may not read. Backslashes are doubled because this is how
  -- text becomes bytes in an expression that must not depend on a setting.
  details_hash   bytea       GENERATED ALWAYS AS (sha256(decode(replace(
    coalesce('r' || reason, '') || chr(30) || coalesce('b' || before::text, '') || chr(30) || coalesce('a' || after::text, ''),
    '\', '\\'), 'escape'))) STORED,
  -- Serves AuditTable.Unsealed and the recount, which walk it in this order.
  CONSTRAINT audit_entry_pkey         PRIMARY KEY (transaction, id),
  CONSTRAINT audit_entry_before_check CHECK (jsonb_typeof(before) = 'object'),
  CONSTRAINT audit_entry_after_check  CHECK (jsonb_typeof(after) = 'object')
);

-- Serves AuditTable.OfSubject.
CREATE INDEX audit_entry_subject_idx ON audit_entry (subject, transaction, id);

-- The hashes of some entries, in the order of the chain: that of each covers its content and the hash before it.
CREATE TABLE audit_seal (
  number       bigint      NOT NULL,
  sealed_at    timestamptz NOT NULL DEFAULT now(),
  transactions bigint[]    NOT NULL,
  entries      bigint[]    NOT NULL,
  hashes       bytea[]     NOT NULL,
  CONSTRAINT audit_seal_pkey        PRIMARY KEY (number),
  CONSTRAINT audit_seal_number_check    CHECK (number > 0),
  CONSTRAINT audit_seal_count_check CHECK (cardinality(entries) > 0
    AND cardinality(entries) = cardinality(hashes) AND cardinality(entries) = cardinality(transactions))
);

-- The service itself can neither change nor remove what it has written. Whoever owns the database can: that is what the
-- chain is for.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is only added to (R-336)' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  EXECUTE FUNCTION audit_is_append_only();

-- Without what somebody has said and where somebody lives: events carry addresses.
GRANT SELECT (transaction, id, recorded_at, written_at, subject, action, person, person_name, posts, correlation_id,
  details_hash) ON audit_entry TO auditor;
GRANT SELECT ON audit_seal TO auditor;
