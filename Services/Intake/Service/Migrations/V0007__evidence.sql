-- Photos, recordings and documents (R-038). The bytes lie in the store of evidence under their checksum; rows are only added.
CREATE TABLE evidence (
  complaint      text        NOT NULL,
  position       integer     NOT NULL,
  type           text        NOT NULL,
  name           text,
  checksum       text        NOT NULL,  -- SHA-256 of the file as it came
  size           bigint      NOT NULL,
  shown_checksum text        NOT NULL,  -- of what others see: without place, time and owner
  shown_size     bigint      NOT NULL,
  account        text        NOT NULL,
  post           text,
  stored_at      timestamptz NOT NULL,
  -- Serves EvidenceOfComplaints.
  CONSTRAINT evidence_pkey PRIMARY KEY (complaint, position),
  CONSTRAINT evidence_complaint_fkey FOREIGN KEY (complaint) REFERENCES complaint (number),
  CONSTRAINT evidence_once_key UNIQUE (complaint, checksum),
  CONSTRAINT evidence_position_check CHECK (position > 0),
  CONSTRAINT evidence_size_check CHECK (size > 0 AND shown_size > 0),
  CONSTRAINT evidence_checksum_check CHECK (checksum ~ '^[0-9a-f]{64}$' AND shown_checksum ~ '^[0-9a-f]{64}$')
);

CREATE FUNCTION evidence_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence is never changed or taken away (R-038)' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
  FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_never_changed();

GRANT SELECT (complaint, position, type, checksum, size, shown_checksum, shown_size, account, post, stored_at)
  ON evidence TO auditor;
