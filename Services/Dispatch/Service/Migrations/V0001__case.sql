-- A case is one complaint on its way to the end (state machine 3.1).
CREATE TABLE repair_case (
  number        text        NOT NULL,
  received_at   timestamptz NOT NULL,
  kind          text        NOT NULL,
  category      text        NOT NULL,
  project       text        NOT NULL,
  building      text        NOT NULL,
  unit          text        NOT NULL,
  location      text,
  building_part text        NOT NULL,
  state         text        NOT NULL,
  responsible   text,                        -- the unit that answers
  trade         text,                        -- of the repair that belongs to the case
  round         integer     NOT NULL,
  assigned_at   timestamptz,
  replied_at    timestamptz,
  surveyed_at   timestamptz,
  handled_at    timestamptz,
  closed_at     timestamptz,
  version       bigint      NOT NULL,        -- events published about the case
  CONSTRAINT repair_case_pkey PRIMARY KEY (number),
  CONSTRAINT repair_case_state_check
    CHECK (state IN ('registered', 'assigned', 'handled', 'awaiting-callback', 'reopened', 'closed')),
  CONSTRAINT repair_case_responsible_check CHECK ((state = 'registered') = (responsible IS NULL)),
  CONSTRAINT repair_case_assigned_check CHECK ((responsible IS NULL) = (assigned_at IS NULL)),
  CONSTRAINT repair_case_handled_check CHECK (handled_at IS NOT NULL OR state IN ('registered', 'assigned')),
  CONSTRAINT repair_case_closed_check CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT repair_case_round_check CHECK (round >= 1 AND (round = 1 OR handled_at IS NOT NULL)),
  CONSTRAINT repair_case_version_check CHECK (version >= 0)
);

-- Serves ListCases: the open cases in one state, oldest number first; closed ones are most of the table and rarely asked.
CREATE INDEX repair_case_state_idx ON repair_case (state, number) WHERE state <> 'closed';

-- What people did to a case over HTTP: the plan told to the customer, the result reported (R-336).
CREATE TABLE case_note (
  number   text        NOT NULL,
  noted_at timestamptz NOT NULL,
  action   text        NOT NULL,
  person   text        NOT NULL,
  text     text,
  CONSTRAINT case_note_number_fkey FOREIGN KEY (number) REFERENCES repair_case (number),
  CONSTRAINT case_note_action_check CHECK (action IN ('assignment', 'reply', 'handled'))
);

-- Serves NotesOfCase.
CREATE INDEX case_note_number_idx ON case_note (number, noted_at);
