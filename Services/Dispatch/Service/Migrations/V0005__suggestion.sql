-- Suggestions and applications have a flow of their own (state machine 3.2, R-073).
CREATE TABLE suggestion (
  number             text        NOT NULL,
  project            text        GENERATED ALWAYS AS (split_part(number, '-', 1)) STORED,
  received_at        timestamptz NOT NULL,
  state              text        NOT NULL,
  first_answer       text,                    -- to the customer (R-072), like the outcome
  first_answered_by  text,
  first_answered_at  timestamptz,
  departments_asked  integer     NOT NULL,
  departments_agreed integer     NOT NULL,
  reason             text,                    -- why it was declined or converted
  reason_by          text,
  reason_at          timestamptz,
  decided_at         timestamptz,
  due_at             timestamptz,
  outcome            text,
  outcome_by         text,
  outcome_at         timestamptz,
  converted_to       text,
  closed_at          timestamptz,
  revision           bigint      NOT NULL,    -- changes
  version            bigint      NOT NULL,    -- events published about it
  CONSTRAINT suggestion_pkey PRIMARY KEY (number),
  CONSTRAINT suggestion_state_check CHECK (state IN ('received', 'in-consultation', 'approved', 'implementing', 'declined',
    'answered', 'converted', 'closed')),
  -- R-071: nothing is approved or carried out without the consent of every department concerned.
  CONSTRAINT suggestion_consent_check CHECK (state NOT IN ('approved', 'implementing')
    OR (departments_asked > 0 AND departments_agreed = departments_asked)),
  CONSTRAINT suggestion_departments_check CHECK (departments_agreed BETWEEN 0 AND departments_asked),
  CONSTRAINT suggestion_first_answer_check CHECK (num_nulls(first_answer, first_answered_by, first_answered_at) IN (0, 3)),
  CONSTRAINT suggestion_reason_check CHECK (num_nulls(reason, reason_by, reason_at) IN (0, 3)
    AND (reason IS NOT NULL OR state NOT IN ('declined', 'converted'))),
  CONSTRAINT suggestion_decided_check CHECK (decided_at IS NOT NULL OR state IN ('received', 'in-consultation', 'converted')),
  CONSTRAINT suggestion_due_check CHECK (due_at IS NOT NULL OR state <> 'implementing'),
  -- R-072: it ends with what the customer was told.
  CONSTRAINT suggestion_outcome_check CHECK ((num_nulls(outcome, outcome_by, outcome_at) = 0) = (state IN ('answered', 'closed'))),
  CONSTRAINT suggestion_converted_check CHECK (converted_to IS NULL OR (state = 'converted' AND converted_to <> number)),
  CONSTRAINT suggestion_closed_check CHECK ((closed_at IS NOT NULL) = (state IN ('converted', 'closed'))),
  CONSTRAINT suggestion_version_check CHECK (revision >= 1 AND version >= 0)
);

-- Serves ListSuggestions: the open ones in one state, oldest number first; ended ones are most of the table and rarely asked.
CREATE INDEX suggestion_state_idx ON suggestion (state, number) WHERE state NOT IN ('closed', 'converted');

-- What a department was asked, and what it says to it (R-071).
CREATE TABLE suggestion_consultation (
  number      text        NOT NULL,
  department  text        NOT NULL,
  question    text        NOT NULL,
  asked_by    text        NOT NULL,
  asked_at    timestamptz NOT NULL,
  consents    boolean,                        -- null until it has answered
  opinion     text,
  answered_by text,
  answered_at timestamptz,
  -- Serves ConsultationsOfSuggestions.
  CONSTRAINT suggestion_consultation_pkey PRIMARY KEY (number, department),
  CONSTRAINT suggestion_consultation_number_fkey FOREIGN KEY (number) REFERENCES suggestion (number),
  CONSTRAINT suggestion_consultation_answer_check CHECK (num_nulls(consents, opinion, answered_by, answered_at) IN (0, 4))
);

-- What `redress verify` and reports read of them: not what people wrote.
GRANT SELECT (number, project, received_at, state, first_answered_by, first_answered_at, departments_asked,
  departments_agreed, reason_by, reason_at, decided_at, due_at, outcome_by, outcome_at, converted_to, closed_at, revision,
  version) ON suggestion TO auditor;
GRANT SELECT (number, department, asked_by, asked_at, consents, answered_by, answered_at) ON suggestion_consultation
  TO auditor;
