-- Every event that reporting has read, once (R-219). From these the records can be made again.
CREATE TABLE event (
  id         uuid        NOT NULL,
  type       text        NOT NULL,
  source     text        NOT NULL,
  subject    text        NOT NULL,
  version    bigint,                     -- counts the subject's events from this source
  happened   timestamptz NOT NULL,
  data       jsonb       NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (id),
  -- Serves EventsOfCase; and the same event under two ids cannot be stored.
  CONSTRAINT event_subject_key UNIQUE (subject, source, version)
);

-- One row a complaint, put together from everybody's events. What an event has not said yet is null.
CREATE TABLE case_record (
  number          text        NOT NULL,
  received_at     timestamptz,
  category        text,
  grade           text,
  building_part   text,
  responsible     text,
  contractor      text,
  contractor_name text,
  assigned_at     timestamptz,
  reply_due_at    timestamptz,
  replied_at      timestamptz,
  survey_due_at   timestamptz,
  surveyed_at     timestamptz,
  first_handled_at timestamptz,
  handled_at      timestamptz,
  callback_due_at timestamptz,
  closed_at       timestamptz,
  round           integer     NOT NULL,
  progress        text,
  progress_at     timestamptz,
  CONSTRAINT case_record_pkey PRIMARY KEY (number),
  CONSTRAINT case_record_registration_check
    CHECK ((received_at IS NULL) = (category IS NULL) AND (received_at IS NULL) = (grade IS NULL)
      AND (received_at IS NULL) = (building_part IS NULL)),
  CONSTRAINT case_record_handled_check
    CHECK ((first_handled_at IS NULL) = (handled_at IS NULL) AND first_handled_at <= handled_at),
  CONSTRAINT case_record_progress_check CHECK ((progress IS NULL) = (progress_at IS NULL)),
  CONSTRAINT case_record_round_check CHECK (round >= 1)
);

-- Serves RecordsOfWeek: a report reads what was closed since the week began …
CREATE INDEX case_record_closed_idx ON case_record (closed_at) WHERE closed_at IS NOT NULL;
-- … and what is open, which is also OpenRecords in the order of its pages.
CREATE INDEX case_record_open_idx ON case_record (number) WHERE closed_at IS NULL;

-- The closing callbacks of each round (R-196).
CREATE TABLE callback_answer (
  number       text        NOT NULL,
  round        integer     NOT NULL,
  is_satisfied boolean     NOT NULL,
  answered_at  timestamptz NOT NULL,
  CONSTRAINT callback_answer_pkey PRIMARY KEY (number, round),
  CONSTRAINT callback_answer_number_fkey FOREIGN KEY (number) REFERENCES case_record (number),
  CONSTRAINT callback_answer_round_check CHECK (round >= 1)
);

-- Limits that were missed, each once (R-012, R-220).
CREATE TABLE missed_limit (
  number      text        NOT NULL,
  deadline    text        NOT NULL,
  rule        text        NOT NULL,
  responsible text,
  due_at      timestamptz NOT NULL,
  missed_at   timestamptz NOT NULL,
  CONSTRAINT missed_limit_pkey PRIMARY KEY (number, deadline),
  CONSTRAINT missed_limit_number_fkey FOREIGN KEY (number) REFERENCES case_record (number),
  CONSTRAINT missed_limit_missed_check CHECK (missed_at >= due_at)
);
