-- What has arrived, and what became of it. A row is written in the transaction of its message's effect, so that a message
-- which is delivered twice has its effect once.
CREATE SEQUENCE inbox_message_arrival_seq AS bigint;

CREATE TABLE inbox_message (
  consumer        text        NOT NULL, -- the queue
  message_id      uuid        NOT NULL,
  -- The order of arrival, also within a batch, and the number by which people name a message in quarantine.
  arrival         bigint      NOT NULL DEFAULT nextval('inbox_message_arrival_seq'),
  subject         text        NOT NULL, -- what the message is about: of one subject, none overtakes another
  state           text        NOT NULL,
  attempts        smallint    NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  envelope        bytea,                -- the whole message as it came; kept only while it is not done
  last_error      text,                 -- a code, never data
  faults          jsonb,                -- codes, paths and words, never data
  repeats         integer     NOT NULL DEFAULT 0, -- deliveries beyond the first, so that none vanishes without a trace
  received_at     timestamptz NOT NULL DEFAULT now(),
  decided_by      text,
  decided_reason  text,
  decided_at      timestamptz,
  CONSTRAINT inbox_message_pkey           PRIMARY KEY (consumer, message_id),
  CONSTRAINT inbox_message_state_check
    CHECK (state IN ('processed', 'retrying', 'parked', 'quarantined', 'discarded')),
  CONSTRAINT inbox_message_attempts_check CHECK (attempts >= 0),
  CONSTRAINT inbox_message_repeats_check  CHECK (repeats >= 0),
  CONSTRAINT inbox_message_retry_check    CHECK ((state = 'retrying') = (next_attempt_at IS NOT NULL)),
  CONSTRAINT inbox_message_envelope_check CHECK ((state IN ('processed', 'discarded')) = (envelope IS NULL)),
  -- A check that comes out as NULL lets the row pass.
  CONSTRAINT inbox_message_faults_check
    CHECK (state <> 'quarantined' OR coalesce(jsonb_array_length(faults), 0) > 0),
  CONSTRAINT inbox_message_decided_check  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT inbox_message_discard_check
    CHECK (state <> 'discarded' OR (decided_by IS NOT NULL AND decided_reason IS NOT NULL))
);

ALTER SEQUENCE inbox_message_arrival_seq OWNED BY inbox_message.arrival;

-- Serves InboxTable.Due: partial, because nearly all rows are processed and never asked for again.
CREATE INDEX inbox_message_due_idx ON inbox_message (next_attempt_at) WHERE state = 'retrying';
-- Serves InboxTable.Blocked ("does anything of this subject wait?") and the release of parked rows in InboxTable.Due.
CREATE INDEX inbox_message_subject_idx ON inbox_message (consumer, subject, arrival)
  WHERE state IN ('retrying', 'parked');
-- Serves QuarantineTable.List, Replay and Discard.
CREATE INDEX inbox_message_quarantine_idx ON inbox_message (arrival) WHERE state = 'quarantined';
-- Serves InboxTable.DeleteProcessed. BRIN, because rows lie in the order in which they came, and it costs a write nothing.
CREATE INDEX inbox_message_received_idx ON inbox_message USING brin (received_at) WITH (autosummarize = on);
