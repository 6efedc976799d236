-- The company that a project belongs to, by which a policy may be assigned (R-011); null until the register tells of it.
ALTER TABLE property_project ADD COLUMN company text;
