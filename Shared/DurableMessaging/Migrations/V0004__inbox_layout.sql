-- Into how many partitions the queues of each consumer are split, and which earlier numbers may still hold messages.
CREATE TABLE inbox_layout (
  consumer text NOT NULL,
  partitions integer NOT NULL CHECK (partitions BETWEEN 1 AND 64),
  -- No message comes in by it any more; what it holds is handled before the current one is begun.
  is_draining boolean NOT NULL DEFAULT false,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, partitions)
);

CREATE UNIQUE INDEX inbox_layout_current ON inbox_layout (consumer) WHERE NOT is_draining;
