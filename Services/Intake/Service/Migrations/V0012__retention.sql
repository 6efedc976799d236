-- What is known of people goes when its time has passed (R-333); dispatch says when. Numbers, dates and the defect stay.
ALTER TABLE complaint
  ADD COLUMN held_at       timestamptz,  -- kept beyond its time for a claim or a lawsuit
  ADD COLUMN anonymised_at timestamptz,
  DROP CONSTRAINT complaint_content_check,
  ADD CONSTRAINT complaint_content_check CHECK (length(content) <= 4000 AND (content = '') = (anonymised_at IS NOT NULL)),
  ADD CONSTRAINT complaint_anonymised_check CHECK (anonymised_at IS NULL
    OR (surname, telephone, unit) = ('', '', '') AND num_nonnulls(location, access_times) = 0);
UPDATE complaint SET held_at = registered_at WHERE kind = 'claim';
GRANT SELECT (held_at, anonymised_at) ON complaint TO auditor;
-- Serves AnonymiseComplaints.
CREATE INDEX draft_complaint_idx ON draft (complaint) WHERE complaint IS NOT NULL;
-- Evidence is nobody's any more with its complaint, recordings before that; the files go some minutes later.
ALTER TABLE evidence
  ADD COLUMN removed_at    timestamptz,
  ADD COLUMN files_gone_at timestamptz,
  ADD CONSTRAINT evidence_removed_check CHECK (removed_at IS NULL OR name IS NULL),
  ADD CONSTRAINT evidence_files_gone_check CHECK (files_gone_at IS NULL OR removed_at <= files_gone_at);
-- Serve LeavingFiles and NextRemovedEvidence: whether a file is wanted elsewhere, or leaves.
CREATE INDEX evidence_checksum_idx ON evidence (checksum);
CREATE INDEX evidence_shown_checksum_idx ON evidence (shown_checksum);
-- Serves NextRemovedEvidence.
CREATE INDEX evidence_removed_idx ON evidence (removed_at) WHERE removed_at IS NOT NULL AND files_gone_at IS NULL;
-- Everything else about evidence is never changed, and nothing is removed before its time.
-- It looks into the table of this schema, whoever asks.
CREATE OR REPLACE FUNCTION evidence_is_never_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.complaint, NEW.position, NEW.type, NEW.checksum, NEW.size, NEW.shown_checksum, NEW.shown_size, NEW.account,
        NEW.post, NEW.stored_at)
      IS NOT DISTINCT FROM (OLD.complaint, OLD.position, OLD.type, OLD.checksum, OLD.size, OLD.shown_checksum,
        OLD.shown_size, OLD.account, OLD.post, OLD.stored_at)
      AND NEW.removed_at IS NOT NULL AND OLD.files_gone_at IS NULL
      AND (OLD.removed_at IS NULL AND NEW.files_gone_at IS NULL OR OLD.removed_at = NEW.removed_at)
      AND (NEW.type LIKE 'audio/%'
        OR EXISTS (SELECT FROM complaint WHERE number = NEW.complaint AND anonymised_at IS NOT NULL))
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'evidence is never changed or taken away before its time (R-038, R-333)'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
DROP TRIGGER evidence_append_only ON evidence;
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON evidence
  FOR EACH ROW EXECUTE FUNCTION evidence_is_never_changed();
CREATE TRIGGER evidence_never_truncated BEFORE TRUNCATE ON evidence
  FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_never_changed();
-- Recordings of the past, too, are kept for three years.
INSERT INTO deadline (subject, name, due_at, payload)
SELECT complaint, 'recording-' || position, stored_at + interval '3 years', '{"profile": "cohl", "version": 1}'
FROM evidence WHERE type LIKE 'audio/%'
ON CONFLICT DO NOTHING;
GRANT SELECT (removed_at, files_gone_at) ON evidence TO auditor;
