-- The projects whose complaints are taken. A project's row is also the lock under which its complaints are numbered.
CREATE TABLE project (
  code          text        NOT NULL,
  name          text        NOT NULL,
  works_number  integer     NOT NULL,  -- in commission letters (R-141)
  registered_at timestamptz NOT NULL,
  CONSTRAINT project_pkey PRIMARY KEY (code),
  CONSTRAINT project_code_check CHECK (code ~ '^[A-Z][A-Z0-9]{1,7}$'),
  CONSTRAINT project_works_number_key UNIQUE (works_number),
  CONSTRAINT project_works_number_check CHECK (works_number BETWEEN 1 AND 999)
);

-- The highest serial of each project and year; grows in the transaction that uses it, so a series has no gap (R-343).
CREATE TABLE complaint_series (
  project     text    NOT NULL,
  year        integer NOT NULL,
  last_serial integer NOT NULL,
  CONSTRAINT complaint_series_pkey PRIMARY KEY (project, year),
  CONSTRAINT complaint_series_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT complaint_series_last_serial_check CHECK (last_serial > 0)
);

-- The register (R-015, R-016). The customer's name, telephone and words are kept here and nowhere else (R-335).
CREATE TABLE complaint (
  number        text        NOT NULL,
  project       text        NOT NULL,
  year          integer     NOT NULL,
  serial        integer     NOT NULL,
  source        text        NOT NULL,
  reference     text        NOT NULL,
  received_at   timestamptz NOT NULL,
  registered_at timestamptz NOT NULL,
  channel       text        NOT NULL,
  kind          text        NOT NULL,
  category      text        NOT NULL,
  grade         text        NOT NULL,
  surname       text        NOT NULL,
  telephone     text        NOT NULL,
  building      text        NOT NULL,
  unit          text        NOT NULL,
  location      text,
  building_part text        NOT NULL,
  content       text        NOT NULL,
  access_times  jsonb,                       -- array of texts in the customer's words
  grade_hint    text,
  category_hint text,
  repeats       integer     NOT NULL DEFAULT 0,  -- how often the sender said the same again
  CONSTRAINT complaint_pkey PRIMARY KEY (number),
  CONSTRAINT complaint_series_key UNIQUE (project, year, serial),
  -- Serves KnownComplaints: one complaint a source and reference, whatever the messages are that carry it.
  CONSTRAINT complaint_source_reference_key UNIQUE (source, reference),
  CONSTRAINT complaint_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT complaint_number_check
    CHECK (number = project || '-' || year || '-' || lpad(serial::text, greatest(6, length(serial::text)), '0')),
  CONSTRAINT complaint_content_check CHECK (length(content) BETWEEN 1 AND 16000),
  CONSTRAINT complaint_repeats_check CHECK (repeats >= 0)
);
