-- Where engineering-quality complaints of a project go (R-060, R-061).
CREATE TABLE project_department (
  project      text        NOT NULL,
  withdrawn_on date,                 -- null while the department is on the site
  changed_at   timestamptz NOT NULL, -- of the message that said so: an older one changes nothing
  CONSTRAINT project_department_pkey PRIMARY KEY (project)
);

-- Serves HandedOverCases.
CREATE INDEX case_note_handover_idx ON case_note (number) WHERE action = 'handover';

GRANT SELECT ON project_department TO auditor;
