-- Messages that a committed transaction has decided to publish, in the form in which they leave. A relay reads each lane
-- in the order of id, publishes, and deletes what the broker has confirmed.
CREATE TABLE outbox_message (
  lane            smallint    NOT NULL,
  -- CACHE > 1 would let a later transaction get a lower id, and the order within a subject would be lost.
  id              bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
  -- Not unique by an index: we make it ourselves, and an index would cost a write for each message.
  message_id      uuid        NOT NULL,
  subject         text        NOT NULL,
  subject_version bigint,
  exchange        text        NOT NULL,
  routing_key     text        NOT NULL,
  headers         jsonb       NOT NULL, -- properties and headers of the transport
  body            bytea       NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  -- Serves OutboxTable.Read, which walks one lane from its start. With the id first, the planner would filter by lane.
  CONSTRAINT outbox_message_pkey          PRIMARY KEY (lane, id),
  CONSTRAINT outbox_message_lane_check    CHECK (lane BETWEEN 0 AND 7),
  CONSTRAINT outbox_message_version_check CHECK (subject_version > 0),
  CONSTRAINT outbox_message_headers_check CHECK (jsonb_typeof(headers) = 'object'),
  CONSTRAINT outbox_message_body_check    CHECK (octet_length(body) <= 131072)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
