-- The instances of this service that are at work, by their last sign of life; they share the partitions out by it.
CREATE TABLE inbox_member (
  instance uuid PRIMARY KEY,
  seen_at timestamptz NOT NULL
);
