-- The company that a project belongs to, by which a policy may be assigned (R-011).
ALTER TABLE project
  ADD COLUMN company            text,
  ADD COLUMN company_changed_at timestamptz,  -- of two snapshots the newer counts
  ADD CONSTRAINT project_company_check CHECK (company IS NULL OR company_changed_at IS NOT NULL);
GRANT SELECT (company, company_changed_at) ON project TO auditor;
