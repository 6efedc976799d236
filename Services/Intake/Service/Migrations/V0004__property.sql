-- The property register (S15, S55). Each fact carries the moment at which its sender had it so: what is older than that
-- changes nothing.
ALTER TABLE project
  ADD COLUMN company                          text,
  ADD COLUMN city                             text,
  ADD COLUMN completed_on                     date,         -- completion acceptance (R-096)
  ADD COLUMN completed_as_of                  timestamptz,
  ADD COLUMN customer_service_office_opens_on date,         -- R-060, R-268
  ADD COLUMN move_in_on                       date,
  ADD COLUMN department_withdrawn_on          date,         -- by the act that was signed last (R-276)
  ADD COLUMN department_withdrawn_as_of       timestamptz,
  ADD COLUMN version                          bigint NOT NULL DEFAULT 1,  -- announcements of this project so far
  ADD CONSTRAINT project_completed_check CHECK ((completed_on IS NULL) = (completed_as_of IS NULL)),
  ADD CONSTRAINT project_withdrawn_check
    CHECK ((department_withdrawn_on IS NULL) = (department_withdrawn_as_of IS NULL)),
  ADD CONSTRAINT project_version_check CHECK (version > 0);

-- The acts by which project departments were withdrawn: never changed, only followed by another (R-276).
CREATE TABLE withdrawal_act (
  project                    text        NOT NULL,
  signed_at                  timestamptz NOT NULL,
  reference                  text        NOT NULL,
  withdrawn_on               date        NOT NULL,
  signed_by_department       text        NOT NULL,
  signed_by_customer_service text        NOT NULL,
  recorded_at                timestamptz NOT NULL,
  CONSTRAINT withdrawal_act_pkey PRIMARY KEY (project, signed_at),
  CONSTRAINT withdrawal_act_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT withdrawal_act_two_people_check CHECK (signed_by_department <> signed_by_customer_service)
);

-- Buildings that passed completion acceptance on a day of their own (R-096).
CREATE TABLE building (
  project         text        NOT NULL,
  name            text        NOT NULL,
  completed_on    date        NOT NULL,
  completed_as_of timestamptz NOT NULL,
  CONSTRAINT building_pkey PRIMARY KEY (project, name),
  CONSTRAINT building_project_fkey FOREIGN KEY (project) REFERENCES project (code)
);

CREATE TABLE property_unit (
  project         text        NOT NULL,
  building        text        NOT NULL,
  unit            text        NOT NULL,
  as_of           timestamptz,          -- of builders, periods and residents
  builders        jsonb       NOT NULL, -- array: who built which part (R-090)
  periods         jsonb       NOT NULL, -- array: agreed and promised warranty periods (R-101)
  delivered_on    date,                 -- R-097, R-274
  delivered_as_of timestamptz,
  version         bigint      NOT NULL, -- announcements of this home so far
  -- Serves LockUnits, UnitsOfBuildings and KnownHomes.
  CONSTRAINT property_unit_pkey PRIMARY KEY (project, building, unit),
  CONSTRAINT property_unit_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT property_unit_delivered_check CHECK ((delivered_on IS NULL) = (delivered_as_of IS NULL)),
  CONSTRAINT property_unit_builders_check CHECK (jsonb_typeof(builders) = 'array'),
  CONSTRAINT property_unit_periods_check CHECK (jsonb_typeof(periods) = 'array'),
  CONSTRAINT property_unit_version_check CHECK (version > 0)
);

-- Who owns a home or lives in it. Names and telephones are kept in this schema and nowhere else (R-335).
CREATE TABLE resident (
  project   text     NOT NULL,
  building  text     NOT NULL,
  unit      text     NOT NULL,
  position  smallint NOT NULL,
  role      text     NOT NULL,
  surname   text     NOT NULL,
  telephone text     NOT NULL,
  from_day  date,
  to_day    date,
  CONSTRAINT resident_pkey PRIMARY KEY (project, building, unit, position),
  CONSTRAINT resident_unit_fkey
    FOREIGN KEY (project, building, unit) REFERENCES property_unit (project, building, unit),
  CONSTRAINT resident_days_check CHECK (to_day >= from_day)
);

-- What a report may say beside the form (R-022 to R-027, R-044), and whether the register had the home (R-028).
ALTER TABLE complaint
  ADD COLUMN subpart      text,
  ADD COLUMN complainants integer,
  ADD COLUMN receipt      jsonb,
  ADD COLUMN unit_known   boolean NOT NULL DEFAULT true,
  ADD CONSTRAINT complaint_complainants_check CHECK (complainants >= 2),
  ADD CONSTRAINT complaint_receipt_check CHECK (jsonb_typeof(receipt) = 'object');

GRANT SELECT (subpart, complainants, unit_known) ON complaint TO auditor;
GRANT SELECT ON withdrawal_act, building, property_unit TO auditor;
GRANT SELECT (project, building, unit, position, role, from_day, to_day) ON resident TO auditor;
