-- What people did with messages in quarantine, and what was wrong with each at that time. The row of the inbox knows its
-- latest decision only, and goes two weeks after the message has been handled; who decided what, and why, stays.
CREATE TABLE quarantine_note (
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  consumer   text        NOT NULL,
  message_id uuid        NOT NULL,
  arrival    bigint      NOT NULL, -- the number by which the message was named
  action     text        NOT NULL,
  person     text        NOT NULL,
  reason     text,
  last_error text,                 -- the code for which it lay there
  noted_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quarantine_note_pkey         PRIMARY KEY (id),
  CONSTRAINT quarantine_note_action_check CHECK (action IN ('read', 'replay', 'discard')),
  CONSTRAINT quarantine_note_reason_check CHECK (action = 'replay' OR reason IS NOT NULL)
);

-- Serves QuarantineTable.Find: a message that has left quarantine is still found by the number it had there.
CREATE INDEX quarantine_note_arrival_idx ON quarantine_note (arrival);
-- Serves QuarantineTable.Notes.
CREATE INDEX quarantine_note_message_idx ON quarantine_note (consumer, message_id, id);
