-- Points in time by which something should have happened. Firing deletes the row in the transaction of the effect.
CREATE TABLE deadline (
  subject        text        NOT NULL,
  name           text        NOT NULL,
  due_at         timestamptz NOT NULL, -- by the service's clock, which may run faster than the world
  payload        jsonb       NOT NULL,
  correlation_id text,                 -- of the message that set it, for those that firing it writes
  attempts       smallint    NOT NULL DEFAULT 0,
  retry_at       timestamptz,          -- by the database's clock: when to try again after a failure
  last_error     text,                 -- a code, never data
  -- Setting a deadline again replaces it; cancelling deletes it.
  CONSTRAINT deadline_pkey           PRIMARY KEY (subject, name),
  CONSTRAINT deadline_attempts_check CHECK (attempts >= 0),
  CONSTRAINT deadline_retry_check    CHECK ((attempts > 0) = (retry_at IS NOT NULL))
);

-- Serves DeadlineTable.Due and DeadlineTable.Next.
CREATE INDEX deadline_due_idx ON deadline (due_at);
