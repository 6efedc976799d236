-- When a withdrawn department's open cases were handed over (R-062): nothing goes to it from then on, whatever a clock says.
ALTER TABLE project_department
  ADD COLUMN handed_over_at timestamptz,
  ADD CONSTRAINT project_department_handed_over_check CHECK (handed_over_at IS NULL OR withdrawn_on IS NOT NULL);
