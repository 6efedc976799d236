-- Where the numbers of a form have got to: by type, project and year, no gap and no number twice (R-343).
CREATE TABLE form_series (
  type        text    NOT NULL,
  project     text    NOT NULL,
  year        integer NOT NULL,
  last_serial integer NOT NULL,
  -- Serves LockFormSeries.
  CONSTRAINT form_series_pkey         PRIMARY KEY (type, project, year),
  CONSTRAINT form_series_type_check   CHECK (type IN ('SM03-11', 'SM03-12')),
  CONSTRAINT form_series_serial_check CHECK (last_serial > 0)
);

-- Letters to customers (SM03-11; R-338, R-339). Neither name nor address: those stay in intake (R-335).
CREATE TABLE letter (
  number        text        NOT NULL,
  project       text        NOT NULL,
  year          integer     NOT NULL,
  serial        integer     NOT NULL,
  complaint     text        NOT NULL,
  kind          text        NOT NULL,
  is_legal      boolean     NOT NULL,
  subject       text        NOT NULL,
  body          text        NOT NULL,
  reply_by      text,
  contact       text        NOT NULL,
  state         text        NOT NULL,
  drafted_by    text        NOT NULL,
  drafted_at    timestamptz NOT NULL,
  lawyer        text,
  cleared_at    timestamptz,
  approved_by   text,
  approved_at   timestamptz,
  method        text,
  proof         text,
  dispatched_by text,
  dispatched_at timestamptz,
  receipt       text,
  received_by   text,
  received_at   timestamptz,
  revision      bigint      NOT NULL,
  CONSTRAINT letter_pkey       PRIMARY KEY (number),
  CONSTRAINT letter_serial_key UNIQUE (project, year, serial),
  CONSTRAINT letter_state_check CHECK (state IN ('drafted', 'approved', 'dispatched', 'received', 'withdrawn')),
  -- R-338: approved before sending, by somebody else, and seen by the lawyer where it is about law.
  CONSTRAINT letter_approved_check CHECK
    (num_nulls(approved_by, approved_at) = CASE WHEN state IN ('drafted', 'withdrawn') THEN 2 ELSE 0 END),
  CONSTRAINT letter_approver_check CHECK (approved_by <> drafted_by),
  CONSTRAINT letter_lawyer_check CHECK (num_nulls(lawyer, cleared_at) IN (0, 2)
    AND (NOT is_legal OR lawyer IS NOT NULL OR state IN ('drafted', 'withdrawn'))),
  -- R-339: dispatch and receipt are recorded.
  CONSTRAINT letter_dispatched_check CHECK
    (num_nulls(method, dispatched_by, dispatched_at) = CASE WHEN state IN ('dispatched', 'received') THEN 0 ELSE 3 END),
  CONSTRAINT letter_proof_check CHECK (proof IS NULL OR method IS NOT NULL),
  CONSTRAINT letter_received_check CHECK
    (num_nulls(receipt, received_by, received_at) = CASE WHEN state = 'received' THEN 0 ELSE 3 END),
  CONSTRAINT letter_revision_check CHECK (revision >= 1)
);

-- Serves LettersOfComplaint.
CREATE INDEX letter_complaint_idx ON letter (complaint, number);
-- Serves ListLetters: what waits for approval, dispatch or receipt.
CREATE INDEX letter_state_idx ON letter (state, number) WHERE state NOT IN ('received', 'withdrawn');
-- A written complaint is acknowledged once (R-018). Serves AcknowledgedComplaints.
CREATE UNIQUE INDEX letter_acknowledgement_key ON letter (complaint) WHERE kind = 'acknowledgement' AND state <> 'withdrawn';

-- Work contact sheets between departments and with outside units (SM03-12; R-065, R-341).
CREATE TABLE contact_sheet (
  number       text        NOT NULL,
  project      text        NOT NULL,
  year         integer     NOT NULL,
  serial       integer     NOT NULL,
  sender       text        NOT NULL,
  receiver     text        NOT NULL,
  copies       text[]      NOT NULL,
  subject      text        NOT NULL,
  content      text        NOT NULL,
  complaint    text,
  sent_by      text        NOT NULL,
  sent_at      timestamptz NOT NULL,
  reply_due_at timestamptz NOT NULL,
  reply        text,
  replied_by   text,
  replied_at   timestamptz,
  overdue_at   timestamptz,            -- when the limit passed without a reply
  revision     bigint      NOT NULL,
  CONSTRAINT contact_sheet_pkey       PRIMARY KEY (number),
  CONSTRAINT contact_sheet_serial_key UNIQUE (project, year, serial),
  CONSTRAINT contact_sheet_reply_check CHECK (num_nulls(reply, replied_by, replied_at) IN (0, 3)),
  CONSTRAINT contact_sheet_due_check CHECK (reply_due_at > sent_at),
  CONSTRAINT contact_sheet_revision_check CHECK (revision >= 1)
);

-- Serves ListContactSheets: what waits for a reply; answered ones are most of the table.
CREATE INDEX contact_sheet_open_idx ON contact_sheet (number) WHERE reply IS NULL;
-- Serves ContactSheetsOfComplaint.
CREATE INDEX contact_sheet_complaint_idx ON contact_sheet (complaint, number) WHERE complaint IS NOT NULL;

GRANT SELECT ON form_series TO auditor;
GRANT SELECT (number, project, year, serial, complaint, kind, is_legal, state, drafted_by, drafted_at, lawyer, cleared_at,
  approved_by, approved_at, method, dispatched_by, dispatched_at, received_by, received_at, revision) ON letter TO auditor;
GRANT SELECT (number, project, year, serial, sender, receiver, complaint, sent_by, sent_at, reply_due_at, replied_by,
  replied_at, overdue_at, revision) ON contact_sheet TO auditor;
