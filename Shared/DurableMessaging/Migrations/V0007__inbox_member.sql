-- The instances of this service that are at work, by their last sign of life; they share the partitions out by it.
CREATE TABLE inbox_member (
  instance uuid        NOT NULL,
  seen_at  timestamptz NOT NULL,
  CONSTRAINT inbox_member_pkey PRIMARY KEY (instance)
);

GRANT SELECT ON inbox_member TO auditor;
