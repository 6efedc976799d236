-- Who answers for a defect, as people have judged it (R-090 to R-093). A judgement never changes; a revision is the next.
CREATE TABLE judgement (
  complaint        text        NOT NULL,
  serial           integer     NOT NULL,
  judgement        text        NOT NULL,
  subpart          text,
  reason           text        NOT NULL,
  judged_by        text        NOT NULL,
  consent_by       text,
  judged_at        timestamptz NOT NULL,
  repair_by        text        NOT NULL,
  proposed         text,                    -- what the dates said; null where one was missing
  clause           text,
  builder_last_day date,
  owner_last_day   date,
  -- Serves JudgementsOfCases.
  CONSTRAINT judgement_pkey PRIMARY KEY (complaint, serial),
  CONSTRAINT judgement_complaint_fkey FOREIGN KEY (complaint) REFERENCES repair_case (number),
  CONSTRAINT judgement_serial_check CHECK (serial > 0),
  CONSTRAINT judgement_judgement_check CHECK
    (judgement IN ('builder', 'developer-gap', 'developer-goodwill', 'explain-only', 'owner')),
  -- R-091: the CS manager agrees to goodwill, and to nothing but an explanation.
  CONSTRAINT judgement_consent_check CHECK (judgement NOT IN ('developer-goodwill', 'explain-only') OR consent_by IS NOT NULL),
  CONSTRAINT judgement_repair_by_check CHECK (repair_by IN ('builder', 'contractor', 'property-office')),
  -- R-097
  CONSTRAINT judgement_clocks_check CHECK (owner_last_day >= builder_last_day)
);

-- What the builder was told, and what he did (R-103, R-105); only while it is he who comes.
CREATE TABLE builder_notice (
  complaint        text        NOT NULL,
  builder          text,
  notified_at      timestamptz NOT NULL,
  arrival_due_at   timestamptz NOT NULL,
  arrived_at       timestamptz,
  reminded_at      timestamptz,
  replaceable_from timestamptz,
  -- Serves NoticesOfCases.
  CONSTRAINT builder_notice_pkey PRIMARY KEY (complaint),
  CONSTRAINT builder_notice_complaint_fkey FOREIGN KEY (complaint) REFERENCES repair_case (number),
  CONSTRAINT builder_notice_reminder_check CHECK ((reminded_at IS NULL) = (replaceable_from IS NULL))
);

-- The property register as intake tells it, as far as warranties depend on it. Nothing of who lives there.
CREATE TABLE property_project (
  project      text        NOT NULL,
  completed_on date,                    -- completion acceptance passed (R-096)
  changed_at   timestamptz NOT NULL,    -- of two snapshots the newer counts
  CONSTRAINT property_project_pkey PRIMARY KEY (project)
);

CREATE TABLE property_unit (
  project      text        NOT NULL,
  building     text        NOT NULL,
  unit         text        NOT NULL,
  completed_on date,                    -- where the building has a day of its own
  delivered_on date,                    -- R-097
  builders     jsonb       NOT NULL,
  periods      jsonb       NOT NULL,    -- longer than the law's (R-101)
  changed_at   timestamptz NOT NULL,
  -- Serves PropertyOfCases.
  CONSTRAINT property_unit_pkey PRIMARY KEY (project, building, unit)
);

-- Serves HomesOfProject: the homes that were handed over, page by page (R-107).
CREATE INDEX property_unit_key_idx ON property_unit (project, (building || '/' || unit)) WHERE delivered_on IS NOT NULL;

GRANT SELECT ON property_project, property_unit TO auditor;
GRANT SELECT (complaint, serial, judgement, subpart, judged_by, consent_by, judged_at, repair_by, proposed, clause,
  builder_last_day, owner_last_day) ON judgement TO auditor;
GRANT SELECT ON builder_notice TO auditor;
