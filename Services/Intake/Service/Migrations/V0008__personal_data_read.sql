-- Who looked at personal data, when and why (R-329): telephones as before, and now what customers have said, drafts, original
-- evidence and reports of misconduct too.
CREATE TABLE personal_data_read (
  id        bigint      GENERATED ALWAYS AS IDENTITY,
  kind      text        NOT NULL,
  project   text,                 -- null for a draft that names none yet
  complaint text,                 -- null for what has no number
  item      text,                 -- what without a number was looked at, or which file of the complaint
  person    text        NOT NULL, -- the account of the token
  reason    text        NOT NULL,
  read_at   timestamptz NOT NULL,
  -- Serves PersonalDataReads: pages by id.
  CONSTRAINT personal_data_read_pkey           PRIMARY KEY (id),
  CONSTRAINT personal_data_read_complaint_fkey FOREIGN KEY (complaint) REFERENCES complaint (number),
  CONSTRAINT personal_data_read_what_check     CHECK (complaint IS NOT NULL OR item IS NOT NULL)
);

-- Serves PersonalDataReadsOfComplaint.
CREATE INDEX personal_data_read_complaint_idx ON personal_data_read (complaint, id);
-- Serves PersonalDataReadsOfProjects.
CREATE INDEX personal_data_read_project_idx ON personal_data_read (project, id);

INSERT INTO personal_data_read (kind, project, complaint, person, reason, read_at)
  SELECT 'contact', split_part(number, '-', 1), number, person, reason, read_at FROM contact_read ORDER BY id;
DROP TABLE contact_read;

-- The release before this one may still run beside it: under the old name it finds the looks at telephones, and writes them.
-- To be dropped with a later release.
CREATE VIEW contact_read AS
  SELECT id, complaint AS number, person, reason, read_at FROM personal_data_read WHERE kind = 'contact';
CREATE FUNCTION contact_read_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO personal_data_read (kind, project, complaint, person, reason, read_at)
    VALUES ('contact', split_part(NEW.number, '-', 1), NEW.number, NEW.person, NEW.reason, NEW.read_at);
  RETURN NEW;
END
$$;
CREATE TRIGGER contact_read_kept INSTEAD OF INSERT ON contact_read FOR EACH ROW EXECUTE FUNCTION contact_read_is_kept();
GRANT SELECT ON contact_read TO auditor;

-- Nothing is ever changed or removed here, as in the audit.
CREATE TRIGGER personal_data_read_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON personal_data_read
  EXECUTE FUNCTION audit_is_append_only();

GRANT SELECT ON personal_data_read TO auditor;

-- Reports of misconduct are listed page by page in the order in which they were recorded.
ALTER TABLE misconduct_report ADD COLUMN id bigint;
UPDATE misconduct_report SET id = numbered.id
  FROM (
    SELECT source, reference, row_number() OVER (ORDER BY recorded_at, source, reference) AS id FROM misconduct_report
  ) AS numbered
  WHERE numbered.source = misconduct_report.source AND numbered.reference = misconduct_report.reference;
ALTER TABLE misconduct_report
  ALTER COLUMN id SET NOT NULL,
  ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY,
  -- Serves ListMisconductReports.
  ADD CONSTRAINT misconduct_report_id_key UNIQUE (id);
DO $$
BEGIN
  PERFORM setval(pg_get_serial_sequence('misconduct_report', 'id'), (SELECT count(*) + 1 FROM misconduct_report), false);
END
$$;
DROP INDEX misconduct_report_recorded_idx;
