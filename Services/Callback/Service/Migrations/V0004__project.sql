-- The company that a project belongs to, by which a policy may be assigned (R-011).
CREATE TABLE project (
  code       text        NOT NULL,
  company    text,
  changed_at timestamptz NOT NULL, -- of two snapshots the newer counts
  CONSTRAINT project_pkey PRIMARY KEY (code)
);

GRANT SELECT ON project TO auditor;
