-- What was answered to requests that carried an Idempotency-Key, for a day: the same request again gets the same answer
-- and does nothing. Written in the transaction of what the request did. An answer may hold what a customer has said, so
-- the auditor reads none.
CREATE TABLE kept_answer (
  caller        text        NOT NULL, -- the account of the token
  key           text        NOT NULL,
  fingerprint   bytea       NOT NULL, -- of method, path and body: the same key with another request is refused
  status        smallint    NOT NULL,
  header_names  text[]      NOT NULL,
  header_values text[]      NOT NULL,
  body          bytea       NOT NULL,
  answered_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT kept_answer_pkey          PRIMARY KEY (caller, key),
  CONSTRAINT kept_answer_status_check  CHECK (status BETWEEN 200 AND 299),
  CONSTRAINT kept_answer_headers_check CHECK (cardinality(header_names) = cardinality(header_values))
);

-- Serves KeptAnswerTable.DeleteOld.
CREATE INDEX kept_answer_answered_idx ON kept_answer (answered_at);
