-- Of which ends of their warranties owners were reminded: once each (R-107).
CREATE TABLE warranty_reminder (
  project       text        NOT NULL,
  building      text        NOT NULL,
  unit          text        NOT NULL,
  building_part text        NOT NULL,
  subpart       text        NOT NULL,  -- empty for the part as a whole
  last_day      date        NOT NULL,
  reminded_at   timestamptz NOT NULL,
  CONSTRAINT warranty_reminder_pkey PRIMARY KEY (project, building, unit, building_part, subpart, last_day)
);
-- Serves RemindersOfProject.
CREATE INDEX warranty_reminder_day_idx ON warranty_reminder (project, last_day);
GRANT SELECT ON warranty_reminder TO auditor;
-- Each project that is known is looked at once a day (R-107, R-069).
INSERT INTO deadline (subject, name, due_at, payload)
SELECT project, 'daily-look', now(), '{"profile": "cohl", "version": 1}' FROM property_project
ON CONFLICT DO NOTHING;
