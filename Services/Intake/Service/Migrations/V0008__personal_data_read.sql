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

INSERT INTO personal_data_read (kind, project, complaint, person, reason, read_at)
  SELECT 'contact', split_part(number, '-', 1), number, person, reason, read_at FROM contact_read ORDER BY id;
DROP TABLE contact_read;

-- Nothing is ever changed or removed here, as in the audit.
CREATE TRIGGER personal_data_read_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON personal_data_read
  EXECUTE FUNCTION audit_is_append_only();

GRANT SELECT ON personal_data_read TO auditor;

-- Reports of misconduct are listed page by page in the order in which they were recorded.
ALTER TABLE misconduct_report
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY,
  -- Serves ListMisconductReports.
  ADD CONSTRAINT misconduct_report_id_key UNIQUE (id);
DROP INDEX misconduct_report_recorded_idx;
